using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>
/// Decides about one delivery from facts alone: no database, no clock. The rules are asked in order and the first that stops wins,
/// so a recorded reason also tells which questions were passed before it (<see cref="TraceOf"/>).
/// </summary>
public static class DeliveryPolicy
{
    private static readonly PolicyRule[] Rules =
    [
        new("Was it cancelled?", PolicyVerb.Cancel, DeliveryReason.Cancelled,
            "No", "Yes: it was cancelled before it left", (facts, _) => facts.Cancelled),
        new("Is there time left?", PolicyVerb.Expire, DeliveryReason.TtlExpired,
            "Yes", "No: its time to live was over before it could be sent", (facts, now) => facts.ExpiresAt <= now),
        new("Has its time come?", PolicyVerb.DelayUntil, DeliveryReason.None,
            "Yes", "No: it waits for its time", (facts, now) => facts.NotBefore > now),
        new("Is the device still registered?", PolicyVerb.Suppress, DeliveryReason.DeviceRetired,
            "Yes", "No: the device was retired after this was accepted", (facts, _) => facts.Device == DeviceStatus.Retired),
        new("Is the token believed to live?", PolicyVerb.Hold, DeliveryReason.TokenQuarantined,
            "Yes", "No: the vendor called so many tokens dead that this is doubted; it waits until the token is restored, and costs no retry", (facts, _) => facts.Device == DeviceStatus.Quarantined),
        new("Was the device seen of late?", PolicyVerb.Suppress, DeliveryReason.StaleToken,
            "Yes", "No: it gave no sign of life for longer than the project allows", (facts, now) => facts.SeenAt + facts.StaleAfter <= now),
        new("Is it the newest of its collapse key?", PolicyVerb.Suppress, DeliveryReason.Superseded,
            "Yes", "No: a newer message with the same collapse key took its place", (facts, _) => facts.Superseded),
        new("Does the vendor take more for this device?", PolicyVerb.DelayUntil, DeliveryReason.DeviceSlow,
            "Yes", "No: the vendor asked for fewer messages to it; this waits and costs no retry", (facts, now) => facts.SlowUntil > now),
        new("Has the project an account with the vendor?", PolicyVerb.Suppress, DeliveryReason.ChannelNotConfigured,
            "Yes", "No: no credential is active for this provider", (facts, _) => facts.Credential == CredentialFact.Missing),
        new("Does the vendor take the account?", PolicyVerb.Hold, DeliveryReason.CredentialPaused,
            "Yes", "No: the vendor refused the credential; this waits until it is mended and costs no retry", (facts, _) => facts.Credential == CredentialFact.Paused),
    ];

    /// <summary>The first rule that stops the delivery decides; none means Send.</summary>
    public static PolicyDecision Decide(DeliveryFacts facts, DateTimeOffset now)
    {
        foreach (var rule in Rules)
        {
            if (rule.Stops(facts, now))
            {
                return new PolicyDecision(rule.Verb, rule.Reason, rule.Verb != PolicyVerb.DelayUntil ? null : rule.Reason == DeliveryReason.DeviceSlow ? facts.SlowUntil : facts.NotBefore);
            }
        }
        return new PolicyDecision(PolicyVerb.Send);
    }

    /// <summary>The same walk with every step in words, for "why?" and dry runs.</summary>
    public static IReadOnlyList<PolicyStep> Explain(DeliveryFacts facts, DateTimeOffset now) => Walk(rule => rule.Stops(facts, now));

    /// <summary>The walk that a delivery took, read back from its row: the rules before the one whose reason it carries were passed. Empty while it waits for its first walk.</summary>
    public static IReadOnlyList<PolicyStep> TraceOf(DeliveryTask delivery) => delivery.Status switch
    {
        DeliveryStatus.Queued or DeliveryStatus.Sending => [],
        DeliveryStatus.Scheduled => Walk(rule => rule is { Verb: PolicyVerb.DelayUntil, Reason: DeliveryReason.None }),
        _ => Walk(rule => rule.Reason != DeliveryReason.None && rule.Reason == delivery.Reason),
    };

    private static List<PolicyStep> Walk(Func<PolicyRule, bool> stops)
    {
        var steps = new List<PolicyStep>(Rules.Length);
        foreach (var rule in Rules)
        {
            var stopped = stops(rule);
            steps.Add(new PolicyStep(rule.Question, stopped ? rule.Stopped : rule.Passed, !stopped));
            if (stopped)
            {
                break;
            }
        }
        return steps;
    }
}
