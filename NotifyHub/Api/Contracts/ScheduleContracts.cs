using System.Globalization;
using System.Text.Json;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Schedules;

namespace NotifyHub.Api.Contracts;

/// <summary>A send that happens again and again.</summary>
/// <param name="Id">The schedule.</param>
/// <param name="Name">For people.</param>
/// <param name="State">active, paused, finished or cancelled.</param>
/// <param name="Every">When.</param>
/// <param name="Send">What is sent each time.</param>
/// <param name="Upcoming">The next occurrences, at most five, the first of them next; of perRecipient ones the moment at which the first clock on Earth shows that time.</param>
/// <param name="Occurrences">Occurrences that are over.</param>
/// <param name="Missed">Of them those that were not sent: overtaken while nothing ran, or past their time to live.</param>
/// <param name="Failures">Of them those whose send was refused.</param>
/// <param name="LastError">Why the last one was refused; null since the last that was not.</param>
/// <param name="LastNotificationId">What the last one sent.</param>
/// <param name="LastAt">When.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">Its last change.</param>
public sealed record ScheduleAnswer(
    string Id, string? Name, ScheduleState State, ScheduleRule Every, JsonElement Send, IReadOnlyList<DateTimeOffset> Upcoming, int Occurrences, int Missed, int Failures, string? LastError,
    string? LastNotificationId, DateTimeOffset? LastAt, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    private const int Shown = 5;

    /// <summary>From the row.</summary>
    public static ScheduleAnswer From(SendSchedule row) => new(
        RowId.Format(RowId.Schedule, row.Id), row.Name, row.State, RuleOf(row), JsonDocument.Parse(row.Send).RootElement, SendSchedules.Upcoming(row, Shown), row.Occurrences, row.Missed, row.Failures, row.LastError,
        row.LastNotificationId is { } last ? RowId.Format(RowId.Notification, last) : null, row.LastAt, row.CreatedBy, row.CreatedAt, row.UpdatedAt);

    private static ScheduleRule RuleOf(SendSchedule row)
    {
        var rule = SendSchedules.RuleOf(row);
        return new ScheduleRule
        {
            Frequency = rule.Frequency.ToString().ToLowerInvariant(), Interval = rule.Interval, Time = rule.Time.ToString("HH:mm", CultureInfo.InvariantCulture), Zone = row.TimeZone, PerRecipient = row.PerRecipient,
            Weekdays = rule.Weekdays.Count == 0 ? null : [.. rule.Weekdays.Select(day => day.ToString().ToLowerInvariant())], MonthDays = rule.MonthDays.Count == 0 ? null : rule.MonthDays,
            From = rule.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Until = rule.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Count = row.MostOccurrences,
        };
    }
}

/// <summary>A notification that waits for its time.</summary>
/// <param name="NotificationId">The notification.</param>
/// <param name="SendAt">When it goes; of sendAtLocal ones when the first recipient's time comes.</param>
/// <param name="SendAtLocal">The wall time, when it goes by each recipient's own clock.</param>
/// <param name="SendAtZone">Zone of recipients whose own is not known; null for the project's.</param>
/// <param name="Title">Title or localization key.</param>
/// <param name="Preview">Start of the body.</param>
/// <param name="Recipients">Number of deliveries.</param>
/// <param name="CampaignId">Campaign tag.</param>
/// <param name="CorrelationId">The caller's own id; the schedule's for what a schedule sent.</param>
/// <param name="CreatedAt">When it was accepted.</param>
public sealed record UpcomingAnswer(
    string NotificationId, DateTimeOffset SendAt, string? SendAtLocal, string? SendAtZone, string? Title, string? Preview, int Recipients, string? CampaignId, string? CorrelationId, DateTimeOffset CreatedAt)
{
    /// <summary>From the row.</summary>
    public static UpcomingAnswer From(Notification row) => new(
        RowId.Format(RowId.Notification, row.Id), row.SendAt!.Value, row.SendAtLocal, row.SendAtZone, row.Title, row.Preview, row.Recipients, row.CampaignId, row.CorrelationId, row.CreatedAt);
}

/// <summary>What a rescheduling reached.</summary>
/// <param name="NotificationId">The notification.</param>
/// <param name="Moved">Deliveries that go at the new time.</param>
/// <param name="SendAt">The first of their times.</param>
public sealed record RescheduleAnswer(string NotificationId, int Moved, DateTimeOffset SendAt)
{
    /// <summary>From the result.</summary>
    public static RescheduleAnswer From(long notificationId, RescheduledSend result) => new(RowId.Format(RowId.Notification, notificationId), result.Moved, result.SendAt);
}
