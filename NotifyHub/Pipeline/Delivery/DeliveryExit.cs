using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>How a delivery leaves the worker's hands: done, retry, hold, give up or put back.</summary>
/// <param name="Status">Its next state.</param>
/// <param name="Reason">Why.</param>
/// <param name="DueAt">When it is due again; null when it is not, or at once.</param>
/// <param name="UsesBudget">Whether the call counts as one of its tries.</param>
public readonly record struct DeliveryExit(DeliveryStatus Status, DeliveryReason Reason, DateTimeOffset? DueAt, bool UsesBudget)
{
    /// <summary>The vendor took it.</summary>
    public static DeliveryExit Done { get; } = new(DeliveryStatus.Sent, DeliveryReason.None, null, UsesBudget: true);

    /// <summary>Again at <paramref name="at"/>.</summary>
    public static DeliveryExit Retry(DateTimeOffset at, DeliveryReason reason) => new(DeliveryStatus.Retrying, reason, at, UsesBudget: true);

    /// <summary>Until an operator mends something; costs no retry.</summary>
    public static DeliveryExit Hold(DeliveryReason reason) => new(DeliveryStatus.Held, reason, null, UsesBudget: false);

    /// <summary>The vendor's answer, or the end of its tries, is final: a dead letter.</summary>
    public static DeliveryExit GiveUp(DeliveryReason reason) => new(DeliveryStatus.Failed, reason, null, UsesBudget: true);

    /// <summary>It ends without a call: suppressed, expired or cancelled.</summary>
    public static DeliveryExit End(DeliveryStatus status, DeliveryReason reason) => new(status, reason, null, UsesBudget: false);

    /// <summary>Back to the queue, due at <paramref name="at"/>; costs no retry.</summary>
    public static DeliveryExit PutBack(DateTimeOffset at, DeliveryReason reason = DeliveryReason.None) => new(DeliveryStatus.Queued, reason, at, UsesBudget: false);
}
