using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Whether a call may be made now.</summary>
/// <param name="NotBefore">Null: now. Otherwise the delivery goes back until then, at no cost to its tries.</param>
/// <param name="Reason">Why it waits.</param>
/// <param name="Permit">Disposed when the call is over; null when nothing counts it.</param>
internal readonly record struct Admission(DateTimeOffset? NotBefore, DeliveryReason Reason, IDisposable? Permit)
{
    /// <summary>Go, uncounted.</summary>
    public static Admission Open { get; }
}

/// <summary>Asked right before each call to a vendor.</summary>
internal interface IAdmission
{
    /// <summary>A permit, or a time.</summary>
    ValueTask<Admission> AskAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel);
}
