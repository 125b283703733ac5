using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>Due times of a replay, one after the other at its rate; never in the past.</summary>
internal sealed class DeadLetterPace(DeadLetterRun run, DateTimeOffset now)
{
    private readonly TimeSpan _step = run.MaxPerSecond is { } rate ? TimeSpan.FromSeconds(1 / rate) : TimeSpan.Zero;

    /// <summary>Turn of the next one.</summary>
    public DateTimeOffset Next { get; private set; } = run.NextDueAt > now ? run.NextDueAt : now;

    /// <summary>Its turn is taken.</summary>
    public void Advance() => Next += _step;
}
