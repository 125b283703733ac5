using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Upcoming;

/// <summary>What is to come: notifications that wait for their time, soonest first.</summary>
public sealed class UpcomingQueries(HubContexts contexts, TimeProvider time)
{
    /// <summary>Those that go after <paramref name="after"/> (a notification of this list), at most <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<Notification>> SendsAsync(long projectId, long? after, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var now = time.GetUtcNow();
        var from = after is { } id ? await db.Notifications.Where(n => n.Id == id).Select(n => n.SendAt).SingleOrDefaultAsync(cancel) : null;
        return await Sends(db, projectId, from > now ? from.Value : now, after ?? long.MaxValue).Take(take).ToListAsync(cancel);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<Notification> Sends(HubDb db, long projectId, DateTimeOffset from, long after) =>
        db.Notifications.AsNoTracking()
            .Where(n => n.ProjectId == projectId && n.SendAt != null && n.SendAt >= from && (n.SendAt > from || n.Id > after))
            // What goes to people has no deliveries until its time comes; what is moved has them for another.
            .Where(n => db.Deliveries.Any(d => d.NotificationId == n.Id && d.Status == DeliveryStatus.Scheduled)
                || db.Fanouts.Any(f => f.Id == n.Id && f.FinishedAt == null && f.State != FanoutState.Cancelling && (f.Type != null || f.State == FanoutState.Moving)))
            .OrderBy(n => n.SendAt).ThenBy(n => n.Id);

    /// <summary>Schedules with an occurrence to come, soonest first, at most <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<SendSchedule>> SchedulesAsync(long projectId, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Schedules(db, projectId).Take(take).ToListAsync(cancel);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<SendSchedule> Schedules(HubDb db, long projectId) =>
        db.Schedules.AsNoTracking().Where(s => s.ProjectId == projectId && s.NextAt != null).OrderBy(s => s.NextAt).ThenBy(s => s.Id);
}
