using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Upcoming;
using NotifyHub.Schedules;

namespace NotifyHub.Components.Pages.Scheduled;

/// <summary>One thing that is to come.</summary>
/// <param name="At">When.</param>
/// <param name="Send">The notification that waits; null for an occurrence of a schedule.</param>
/// <param name="Schedule">The schedule; null for a single send.</param>
public sealed record ScheduledItem(DateTimeOffset At, Notification? Send, SendSchedule? Schedule);

/// <summary>What is to come on one day of the viewer's calendar.</summary>
public sealed record ScheduledDay(DateOnly Day, IReadOnlyList<ScheduledItem> Items);

/// <summary>What the page of what is to come shows: single sends of one page, the occurrences of schedules among them, and the schedules.</summary>
public sealed class ScheduledState(UpcomingQueries upcoming, SendSchedules schedules, TimeProvider time)
{
    private const int Sends = 50;
    private const int MostSchedules = 100;
    private const int Occurrences = 31;

    // Without a next page of sends the occurrences of this time are shown.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(14);

    /// <summary>By day, soonest first.</summary>
    public IReadOnlyList<ScheduledDay> Days { get; private set; } = [];

    /// <summary>Schedules that have not ended, newest first.</summary>
    public IReadOnlyList<SendSchedule> Schedules { get; private set; } = [];

    /// <summary>Cursor of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Today on the viewer's calendar.</summary>
    public DateOnly Today { get; private set; }

    private static DateTimeOffset Later(DateTimeOffset horizon, List<Notification> shown) => shown.Count > 0 && shown[^1].SendAt > horizon ? shown[^1].SendAt!.Value : horizon;

    /// <summary>Reads the page at this cursor; one that is none reads the first.</summary>
    public async Task LoadAsync(long projectId, string? cursor, ViewerZone zone, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        long? after = RowId.TryParse(RowId.Notification, cursor, out var id) ? id : null;
        var sends = await upcoming.SendsAsync(projectId, after, Sends + 1, cancel);
        var shown = sends.Take(Sends).ToList();
        Next = sends.Count > Sends ? RowId.Format(RowId.Notification, shown[^1].Id) : null;
        Schedules = [.. (await schedules.ListAsync(projectId, ScheduleState.Active, null, MostSchedules, cancel))
            .Concat(await schedules.ListAsync(projectId, ScheduleState.Paused, null, MostSchedules, cancel)).OrderByDescending(s => s.Id)];
        var (from, until) = (after is null ? now : shown.FirstOrDefault()?.SendAt ?? now, Next is null ? Later(now + Horizon, shown) : shown[^1].SendAt!.Value);
        var items = shown.Select(send => new ScheduledItem(send.SendAt!.Value, send, null))
            .Concat(Schedules.SelectMany(schedule => SendSchedules.Upcoming(schedule, Occurrences).Where(at => at >= from && at <= until).Select(at => new ScheduledItem(at, null, schedule))));
        Today = DateOnly.FromDateTime(zone.Local(now).DateTime);
        Days = [.. items.OrderBy(item => item.At).GroupBy(item => DateOnly.FromDateTime(zone.Local(item.At).DateTime)).Select(day => new ScheduledDay(day.Key, [.. day]))];
    }
}
