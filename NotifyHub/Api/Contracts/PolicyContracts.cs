using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain.Replay;

namespace NotifyHub.Api.Contracts;

/// <summary>The last days' deliveries to people under the policy as it is and under the proposed one. Nothing was written.</summary>
/// <param name="From">Since when, UTC; later than 7 days ago where there was more than is looked at.</param>
/// <param name="To">Until when, UTC.</param>
/// <param name="Looked">Deliveries that were replayed, the newest.</param>
/// <param name="Of">Deliveries of the last 7 days; at most 1000000 are counted.</param>
/// <param name="Before">Under the policy as it is.</param>
/// <param name="After">Under the proposed policy.</param>
/// <param name="Changed">Deliveries with another outcome or time.</param>
/// <param name="PeopleChanged">People who have one of them.</param>
/// <param name="Reasons">The numbers by outcome and reason.</param>
/// <param name="People">At most 10 of those people, those with most changes first.</param>
/// <param name="NotReplayed">What it leaves out, in words.</param>
public sealed record PolicyReplayAnswer(
    DateTimeOffset From, DateTimeOffset To, int Looked, int Of, ReplayTotals Before, ReplayTotals After, int Changed, int PeopleChanged, IReadOnlyList<ReplayReasonAnswer> Reasons, IReadOnlyList<ReplayPersonAnswer> People,
    IReadOnlyList<string> NotReplayed)
{
    internal static PolicyReplayAnswer Tell(ReplayReport report) => new(
        report.From, report.To, report.Looked, report.Of, Totals(report.Before), Totals(report.After), report.Changed, report.PeopleChanged,
        [.. report.Counts.Select(count => new ReplayReasonAnswer(Wire(count.Verdict), Wire(count.Reason), count.Before, count.After))],
        [.. report.People.Select(person => new ReplayPersonAnswer(person.UserId, person.Changed, [.. person.Changes.Select(change => new ReplayChangeAnswer(
            RowId.Format(RowId.Delivery, change.DeliveryId), RowId.Format(RowId.Notification, change.NotificationId), change.Provider.Wire(), change.At, Outcome(change.Before), Outcome(change.After)))]))],
        PolicyTimeMachine.NotReplayed);

    private static ReplayTotals Totals(Func<ReplayVerdict, int> of) => new(of(ReplayVerdict.Sent), of(ReplayVerdict.Delayed), of(ReplayVerdict.Merged), of(ReplayVerdict.Suppressed), of(ReplayVerdict.Otherwise));

    private static ReplayOutcomeAnswer Outcome(ReplayOutcome outcome) => new(Wire(outcome.Verdict), Wire(outcome.Reason), outcome.At);

    private static string Wire(ReplayVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string? Wire(DeliveryReason reason) => reason == DeliveryReason.None ? null : reason.ToString();
}

/// <summary>Deliveries by outcome.</summary>
/// <param name="Sent">They go at their own time.</param>
/// <param name="Delayed">They go later, or wait still.</param>
/// <param name="Merged">They are told in a summary.</param>
/// <param name="Suppressed">They end unsent.</param>
/// <param name="Otherwise">Something else than the policy has the say.</param>
public sealed record ReplayTotals(int Sent, int Delayed, int Merged, int Suppressed, int Otherwise);

/// <summary>Deliveries by outcome and reason.</summary>
/// <param name="Outcome">sent, delayed, merged, suppressed or otherwise.</param>
/// <param name="Reason">Why; null for sent.</param>
/// <param name="Before">Under the policy as it is.</param>
/// <param name="After">Under the proposed one.</param>
public sealed record ReplayReasonAnswer(string Outcome, string? Reason, int Before, int After);

/// <summary>One of those for whom something would change.</summary>
/// <param name="UserId">The app's own id; null when it is not known.</param>
/// <param name="Changed">Deliveries of theirs that change.</param>
/// <param name="Changes">The first 5 of them.</param>
public sealed record ReplayPersonAnswer(string? UserId, int Changed, IReadOnlyList<ReplayChangeAnswer> Changes);

/// <summary>What would change with one delivery.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="NotificationId">Its notification.</param>
/// <param name="Provider">Over what.</param>
/// <param name="At">Its own time, UTC.</param>
/// <param name="Before">Under the policy as it is.</param>
/// <param name="After">Under the proposed one.</param>
public sealed record ReplayChangeAnswer(string DeliveryId, string NotificationId, string Provider, DateTimeOffset At, ReplayOutcomeAnswer Before, ReplayOutcomeAnswer After);

/// <summary>What becomes of a delivery.</summary>
/// <param name="Outcome">sent, delayed, merged, suppressed or otherwise.</param>
/// <param name="Reason">Why; null for sent.</param>
/// <param name="At">When it goes, UTC; null when it does not, or waits still.</param>
public sealed record ReplayOutcomeAnswer(string Outcome, string? Reason, DateTimeOffset? At);
