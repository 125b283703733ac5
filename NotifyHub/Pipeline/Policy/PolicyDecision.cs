using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>What to do with a delivery now.</summary>
public enum PolicyVerb
{
    /// <summary>Hand it to its channel.</summary>
    Send,
    /// <summary>It ends unsent; the reason says why.</summary>
    Suppress,
    /// <summary>Its time is over.</summary>
    Expire,
    /// <summary>Somebody cancelled it.</summary>
    Cancel,
    /// <summary>Later, at <see cref="PolicyDecision.Until"/>.</summary>
    DelayUntil,
    /// <summary>Until an operator mends something; costs no retry.</summary>
    Hold,
    /// <summary>It keeps its place in the queue until <see cref="PolicyDecision.Until"/>: the vendor takes nothing now. Costs no retry.</summary>
    Wait,
}

/// <summary>A verb with its reason.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Reason">Why; None for Send.</param>
/// <param name="Until">Set for DelayUntil and Wait.</param>
public readonly record struct PolicyDecision(PolicyVerb Verb, DeliveryReason Reason = DeliveryReason.None, DateTimeOffset? Until = null);
