namespace NotifyHub.Tests.Sandbox;

/// <summary>The real clock, moved on by as much as a test wants.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
