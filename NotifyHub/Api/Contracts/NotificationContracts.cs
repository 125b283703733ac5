using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.Contracts;

/// <summary>A notification with its deliveries counted.</summary>
/// <param name="Id">The notification.</param>
/// <param name="State">scheduled, running, paused, done or cancelled.</param>
/// <param name="Recipients">Number of deliveries; grows while a fan-out runs.</param>
/// <param name="Counts">Deliveries by status; statuses without any are left out.</param>
/// <param name="Reasons">Deliveries by reason; those without one are left out.</param>
/// <param name="Acked">Deliveries that the device confirmed.</param>
/// <param name="Opened">Deliveries that were opened.</param>
/// <param name="CountedAt">When they were counted. Counts of a send whose counting takes longer than 100 ms are up to 20 times as old as that took.</param>
/// <param name="Fanout">How far a send to more than 100 devices is; null for a smaller one.</param>
/// <param name="To">What was asked for.</param>
/// <param name="CampaignId">Campaign tag.</param>
/// <param name="TemplateId">Template tag.</param>
/// <param name="AudienceTag">Audience tag.</param>
/// <param name="PreferenceCategory">Category.</param>
/// <param name="CorrelationId">The caller's own id.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="SendAt">Asked-for time.</param>
/// <param name="ExpiresAt">Never sent after this.</param>
public sealed record NotificationAnswer(
    string Id, NotificationState State, int Recipients, IReadOnlyDictionary<string, int> Counts, IReadOnlyDictionary<string, int> Reasons, int Acked, int Opened, DateTimeOffset CountedAt, FanoutAnswer? Fanout, JsonElement To,
    string? CampaignId, string? TemplateId, string? AudienceTag, string? PreferenceCategory, string? CorrelationId, DateTimeOffset CreatedAt, DateTimeOffset? SendAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>From the report.</summary>
    public static NotificationAnswer From(NotificationReport report)
    {
        var row = report.Row;
        return new NotificationAnswer(
            RowId.Format(RowId.Notification, row.Id), report.State, row.Recipients,
            report.Counts.GroupBy(c => c.Status).ToDictionary(g => WireNames.Of(g.Key), g => g.Sum(c => c.Count), StringComparer.Ordinal),
            report.Counts.Where(c => c.Reason != DeliveryReason.None).GroupBy(c => c.Reason).ToDictionary(g => g.Key.ToString(), g => g.Sum(c => c.Count), StringComparer.Ordinal),
            report.Acked, report.Opened, report.CountedAt, report.Fanout is { } fanout ? FanoutAnswer.From(fanout) : null, JsonDocument.Parse(row.Target).RootElement,
            row.CampaignId, row.TemplateId, row.AudienceTag, row.Category, row.CorrelationId, row.CreatedAt, row.SendAt, row.ExpiresAt);
    }
}

/// <summary>How far a send to many is.</summary>
/// <param name="State">running, paused, cancelling, done or cancelled.</param>
/// <param name="Written">Deliveries written so far.</param>
/// <param name="Looked">Candidates looked at so far; of a segment not all are meant.</param>
/// <param name="Total">Candidates in all; null until they are counted.</param>
/// <param name="PerSecond">Deliveries written a second, without pauses.</param>
/// <param name="EstimatedEndAt">When it will be through at this rate; null when it does not run.</param>
/// <param name="TakenBack">Deliveries that a cancellation has ended so far; none of the others goes out either.</param>
/// <param name="StartedAt">When it was accepted.</param>
/// <param name="FinishedAt">When the last delivery was written, or the last was taken back.</param>
public sealed record FanoutAnswer(
    FanoutState State, int Written, long Looked, long? Total, double? PerSecond, DateTimeOffset? EstimatedEndAt, int TakenBack, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>From the progress.</summary>
    public static FanoutAnswer From(FanoutProgress progress) => new(
        progress.Run.State, progress.Run.Written, progress.Run.Looked, progress.Run.Total, progress.PerSecond is { } rate ? Math.Round(rate, 1) : null, progress.EstimatedEnd,
        progress.Run.TakenBack, progress.Run.CreatedAt, progress.Run.FinishedAt);
}

/// <summary>What a cancellation reached.</summary>
/// <param name="NotificationId">The notification.</param>
/// <param name="Cancelled">Deliveries that will not go out.</param>
/// <param name="TooLate">Deliveries that had ended or were on the wire.</param>
public sealed record CancelAnswer(string NotificationId, int Cancelled, int TooLate)
{
    /// <summary>From the result.</summary>
    public static CancelAnswer From(long notificationId, CancelledSend result) => new(RowId.Format(RowId.Notification, notificationId), result.Cancelled, result.TooLate);
}
