using NotifyHub.Components.Shared;
using System.Globalization;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;

namespace NotifyHub.Components.Pages.Notifications;

/// <summary>A notification in words.</summary>
public static class NotificationWords
{
    /// <summary>Where it stands.</summary>
    public static string State(NotificationReport report) => report.State switch
    {
        NotificationState.Scheduled => "It waits for its time.",
        NotificationState.Running => "It is on its way.",
        NotificationState.Paused => "It is paused: what is written goes out, the rest waits.",
        NotificationState.Cancelled => "It was cancelled: what had not left by then does not leave.",
        _ => report.Counts.Count == 0 ? "Nobody was registered for it." : "Every delivery has ended.",
    };

    /// <summary>How far the fan-out is, in one sentence.</summary>
    public static string Fanout(FanoutProgress progress, DateTimeOffset now) => progress.Run.State switch
    {
        FanoutState.Running => progress.EstimatedEnd is { } end ? $"Written at {Rate(progress)}; through {TimeWords.Ago(end < now ? now : end, now)}." : "It has just begun.",
        FanoutState.Paused => "Paused. It goes on from where it stopped.",
        FanoutState.Moving => "Its deliveries are being given the new time; none goes at the old one.",
        FanoutState.Cancelling => $"Cancelled; {Number(progress.Run.TakenBack)} of {Number(progress.Run.Written)} rows have been given their end. None of the others goes out either.",
        FanoutState.Cancelled => $"Cancelled. {Number(progress.Run.TakenBack)} deliveries were taken back.",
        _ => $"Written in {TimeWords.Span(TimeSpan.FromMilliseconds(progress.Run.WorkMs))}, at {Rate(progress)}.",
    };

    /// <summary>Counts by state, in the order of a delivery's life.</summary>
    public static IReadOnlyList<(DeliveryStatus Status, int Count)> ByStatus(NotificationReport report) =>
        [.. report.Counts.GroupBy(c => c.Status).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(c => c.Count)))];

    /// <summary>Counts by reason, largest first.</summary>
    public static IReadOnlyList<(DeliveryReason Reason, int Count)> ByReason(NotificationReport report) =>
        [.. report.Counts.Where(c => c.Reason != DeliveryReason.None).GroupBy(c => c.Reason).Select(g => (g.Key, g.Sum(c => c.Count))).OrderByDescending(g => g.Item2)];

    /// <summary>"12,480".</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(FanoutProgress progress) => $"{Number((long)(progress.PerSecond ?? 0))} a second";
}
