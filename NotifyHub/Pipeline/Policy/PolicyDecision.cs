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
}

/// <summary>A verb with its reason.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Reason">Why; None for Send.</param>
/// <param name="Until">Set for DelayUntil.</param>
public readonly record struct PolicyDecision(PolicyVerb Verb, DeliveryReason Reason = DeliveryReason.None, DateTimeOffset? Until = null);

/// <summary>One step of the way to a decision, in words.</summary>
/// <param name="Question">What was asked, e.g. "Is there time left?".</param>
/// <param name="Verdict">The answer in words, e.g. "Expires in 12 minutes".</param>
/// <param name="Passed">False for the step that stopped it.</param>
public sealed record PolicyStep(string Question, string Verdict, bool Passed);
