using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>What kind of thing happened.</summary>
public enum StepKind { Accepted, Scheduled, Due, Attempt, Receipt, Waiting, Sent, Interaction, Deed, Replayed, Discarded, Ended }

/// <summary>One step of a send's way.</summary>
/// <param name="Kind">What kind of thing happened.</param>
/// <param name="At">When; in the future for what is still to come.</param>
/// <param name="Since">Time since the step before it; null for the first, and where the two are told by different clocks that disagree.</param>
public sealed record TimelineStep(StepKind Kind, DateTimeOffset At, TimeSpan? Since = null)
{
    /// <summary>The call, for <see cref="StepKind.Attempt"/>; the answer, for <see cref="StepKind.Receipt"/> once there is one.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>The device's word, for <see cref="StepKind.Interaction"/>.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>Who did what, for <see cref="StepKind.Deed"/>.</summary>
    public AuditEntry? Deed { get; init; }

    /// <summary>The state it waits in or ended in.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>Why it waits or ended.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>Not yet: it is expected then.</summary>
    public bool Ahead { get; init; }
}
