using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Explain.Replay;

/// <summary>What becomes of a delivery under a policy.</summary>
public enum ReplayVerdict
{
    /// <summary>It goes at its own time.</summary>
    Sent,
    /// <summary>It goes later, or waits still at the end of the replay.</summary>
    Delayed,
    /// <summary>It is told in a summary.</summary>
    Merged,
    /// <summary>It ends unsent.</summary>
    Suppressed,
    /// <summary>Something else than the project's policy has the say (consent, a dead token, a vendor, a chain that waits), under both.</summary>
    Otherwise,
}

/// <summary>A verdict with its reason.</summary>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Reason">Why; of a delay the first that held it. None for Sent.</param>
/// <param name="At">When it goes; null when it does not, or still waits.</param>
public readonly record struct ReplayOutcome(ReplayVerdict Verdict, DeliveryReason Reason, DateTimeOffset? At);

/// <summary>How many came to one verdict for one reason.</summary>
/// <param name="Verdict">What became of them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Before">Under the policy as it is.</param>
/// <param name="After">Under the proposed one.</param>
public sealed record ReplayCount(ReplayVerdict Verdict, DeliveryReason Reason, int Before, int After);

/// <summary>What would change for a person with one delivery.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="NotificationId">Its notification.</param>
/// <param name="Provider">Over what.</param>
/// <param name="At">Its own time.</param>
/// <param name="Before">Under the policy as it is.</param>
/// <param name="After">Under the proposed one.</param>
public sealed record ReplayChange(long DeliveryId, long NotificationId, ProviderKind Provider, DateTimeOffset At, ReplayOutcome Before, ReplayOutcome After);

/// <summary>One of those for whom something would change.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="UserId">The app's own id; null when it is not known.</param>
/// <param name="Changed">Deliveries of theirs that change.</param>
/// <param name="Changes">The first of them.</param>
public sealed record ReplayPerson(long PersonId, string? UserId, int Changed, IReadOnlyList<ReplayChange> Changes);

/// <summary>The last days under two policies.</summary>
/// <param name="From">Since when; later than asked for where there was more than is looked at.</param>
/// <param name="To">Until when.</param>
/// <param name="Looked">Deliveries that were replayed, the newest.</param>
/// <param name="Of">Deliveries of those days; at most <see cref="PolicyTimeMachine.MostCounted"/> are counted.</param>
/// <param name="Changed">Deliveries with another outcome or time.</param>
/// <param name="PeopleChanged">People who have one of them.</param>
/// <param name="Counts">By verdict and reason.</param>
/// <param name="People">Some of those people, those with most changes first.</param>
public sealed record ReplayReport(DateTimeOffset From, DateTimeOffset To, int Looked, int Of, int Changed, int PeopleChanged, IReadOnlyList<ReplayCount> Counts, IReadOnlyList<ReplayPerson> People)
{
    /// <summary>Deliveries with a verdict under the policy as it is, for whatever reason.</summary>
    public int Before(ReplayVerdict verdict) => Counts.Where(count => count.Verdict == verdict).Sum(count => count.Before);

    /// <summary>Deliveries with a verdict under the proposed policy, for whatever reason.</summary>
    public int After(ReplayVerdict verdict) => Counts.Where(count => count.Verdict == verdict).Sum(count => count.After);
}
