using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>From a policy's decision, or a vendor's answer, to the exit.</summary>
public sealed class DeliveryExits(RetryLadder ladder)
{
    /// <summary>The exit of a delivery that the policy stopped.</summary>
    public static DeliveryExit Stopped(PolicyDecision decision) => decision.Verb switch
    {
        PolicyVerb.Suppress => DeliveryExit.End(DeliveryStatus.Suppressed, decision.Reason),
        PolicyVerb.Expire => DeliveryExit.End(DeliveryStatus.Expired, decision.Reason),
        PolicyVerb.Cancel => DeliveryExit.End(DeliveryStatus.Cancelled, decision.Reason),
        PolicyVerb.Hold => DeliveryExit.Hold(decision.Reason),
        PolicyVerb.Wait => DeliveryExit.PutBack(decision.Until!.Value, decision.Reason),
        PolicyVerb.DelayUntil => new DeliveryExit(DeliveryStatus.Delayed, decision.Reason, decision.Until, UsesBudget: false),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Verb, "A delivery that may be sent has no exit yet."),
    };

    /// <summary>The exit after a call.</summary>
    /// <param name="outcome">The vendor's answer.</param>
    /// <param name="triesBefore">Calls that used budget before this one.</param>
    /// <param name="expiresAt">End of its life.</param>
    /// <param name="now">Waits are counted from now, never from the due time.</param>
    public DeliveryExit Answered(ProviderOutcome outcome, int triesBefore, DateTimeOffset? expiresAt, DateTimeOffset now) => outcome.Kind switch
    {
        OutcomeKind.Accepted => DeliveryExit.Done,
        // The provider already tried the other environment where that could help; what still reaches us is a token for nobody.
        OutcomeKind.TokenDead or OutcomeKind.EnvironmentMismatch => DeliveryExit.GiveUp(DeliveryReason.TokenDead),
        OutcomeKind.ContentBad => DeliveryExit.GiveUp(DeliveryReason.ContentBad),
        // A fresh auth token was refused too: the credential is what is wrong.
        OutcomeKind.CredentialBad or OutcomeKind.AuthExpired => DeliveryExit.Hold(DeliveryReason.CredentialPaused),
        OutcomeKind.TokenSlow => Again(outcome, triesBefore, expiresAt, now, DeliveryReason.DeviceSlow),
        _ => Again(outcome, triesBefore, expiresAt, now, DeliveryReason.ProviderTrouble),
    };

    private DeliveryExit Again(ProviderOutcome outcome, int triesBefore, DateTimeOffset? expiresAt, DateTimeOffset now, DeliveryReason reason)
    {
        if (triesBefore + 1 >= outcome.MostTries || ladder.After(triesBefore + 1, outcome.RetryAfter, outcome.RetryFloor) is not { } wait)
        {
            return DeliveryExit.GiveUp(DeliveryReason.RetriesExhausted);
        }
        return now + wait >= expiresAt
            ? new DeliveryExit(DeliveryStatus.Expired, DeliveryReason.TtlExpired, null, UsesBudget: true)
            : DeliveryExit.Retry(now + wait, reason);
    }
}
