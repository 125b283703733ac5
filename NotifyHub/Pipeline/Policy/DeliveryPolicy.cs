using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>
/// Decides about one delivery from facts alone: no database, no clock. The rules are asked in order and the first that stops wins,
/// so a recorded reason also tells which questions were passed before it (<see cref="TraceOf"/>). Dispatch, dry run and "why" ask the same rules.
/// </summary>
public static class DeliveryPolicy
{
    private static readonly PolicyChange Recall = new("cancelled", "Cancel it before it leaves.");

    /// <summary>The first rule that stops the delivery decides; none means Send.</summary>
    public static PolicyDecision Decide(DeliveryFacts facts, DateTimeOffset now)
    {
        foreach (var rule in PolicyRules.All)
        {
            if (rule.Stops(facts, now))
            {
                return new PolicyDecision(rule.Verb, rule.Reason, rule.Until(facts));
            }
        }
        return new PolicyDecision(PolicyVerb.Send);
    }

    /// <summary>The same walk with every rule in words, those after the one that decides too, and the smallest change that flips the decision.</summary>
    public static PolicyTrace Explain(DeliveryFacts facts, DateTimeOffset now)
    {
        var decided = false;
        var steps = new List<PolicyStep>(PolicyRules.All.Length);
        var changes = new List<PolicyChange>();
        foreach (var rule in PolicyRules.All)
        {
            var stops = rule.Stops(facts, now);
            steps.Add(Step(rule, !stops ? PolicyAnswer.Passed : decided ? PolicyAnswer.WouldStop : PolicyAnswer.Stopped, facts));
            decided |= stops;
            if (stops)
            {
                changes.Add(new PolicyChange(rule.Name, rule.Remedy));
            }
        }
        return new PolicyTrace(Decide(facts, now), steps, decided ? changes : [Recall]);
    }

    /// <summary>The facts as they are once what a trace names is changed: <see cref="Decide"/> then says Send where it did not, and no longer where it did.</summary>
    public static DeliveryFacts Apply(DeliveryFacts facts, DateTimeOffset now, IEnumerable<PolicyChange> changes) =>
        changes.Select(change => Array.Find(PolicyRules.All, rule => rule.Name == change.Rule)!)
            .Aggregate(facts, (mended, rule) => rule.Stops(mended, now) ? rule.Mend(mended) : mended with { Cancelled = true });

    /// <summary>The walk that a delivery took, read back from its row: the rules before the one whose reason it carries were passed. Null while it waits for its first walk.</summary>
    public static PolicyTrace? TraceOf(DeliveryTask delivery) => delivery.Status switch
    {
        DeliveryStatus.Queued when delivery.Reason == DeliveryReason.None => null,
        DeliveryStatus.Sending => null,
        DeliveryStatus.Scheduled => Recorded(delivery, rule => rule is { Verb: PolicyVerb.DelayUntil, Reason: DeliveryReason.None }),
        // Two rules may share a reason, one that ends it and one that makes it wait.
        _ => Recorded(delivery, rule => rule.Reason != DeliveryReason.None && rule.Reason == delivery.Reason && Fits(rule.Verb, delivery.Status)),
    };

    private static bool Fits(PolicyVerb verb, DeliveryStatus status) => verb switch
    {
        PolicyVerb.Suppress => status != DeliveryStatus.Delayed,
        PolicyVerb.DelayUntil => status != DeliveryStatus.Suppressed,
        _ => true,
    };

    private static PolicyTrace Recorded(DeliveryTask delivery, Func<PolicyRule, bool> stopped)
    {
        var decision = new PolicyDecision(PolicyVerb.Send);
        var steps = new List<PolicyStep>(PolicyRules.All.Length);
        var changes = new List<PolicyChange>();
        foreach (var rule in PolicyRules.All)
        {
            var stops = changes.Count == 0 && stopped(rule);
            steps.Add(new PolicyStep(
                rule.Name, rule.Question, stops ? PolicyAnswer.Stopped : changes.Count > 0 ? PolicyAnswer.NotAsked : PolicyAnswer.Passed,
                stops ? rule.Stopped : changes.Count > 0 ? "Not asked any more" : rule.Passed, []));
            if (stops)
            {
                changes.Add(new PolicyChange(rule.Name, rule.Remedy));
                decision = new PolicyDecision(rule.Verb, rule.Reason, rule.Verb is PolicyVerb.DelayUntil or PolicyVerb.Wait ? delivery.DueAt : null);
            }
        }
        return new PolicyTrace(decision, steps, changes);
    }

    private static PolicyStep Step(PolicyRule rule, PolicyAnswer answer, DeliveryFacts facts) =>
        new(rule.Name, rule.Question, answer, answer == PolicyAnswer.Passed ? rule.Passed : rule.Stopped, rule.LooksAt(facts));
}
