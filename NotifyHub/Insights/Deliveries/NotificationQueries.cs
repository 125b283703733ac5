using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Deliveries;

/// <summary>Where a notification stands.</summary>
public enum NotificationState
{
    /// <summary>Waits for its time.</summary>
    Scheduled,
    /// <summary>Some deliveries are on their way, or are still being written.</summary>
    Running,
    /// <summary>Its fan-out is held; what it has written goes out.</summary>
    Paused,
    /// <summary>Every delivery has ended.</summary>
    Done,
    /// <summary>Somebody took it back: what had not left by then does not leave.</summary>
    Cancelled,
}

/// <summary>Deliveries of one status and reason.</summary>
public sealed record DeliveryCount(DeliveryStatus Status, DeliveryReason Reason, int Count);

/// <summary>A notification with its deliveries counted.</summary>
/// <param name="Row">As accepted.</param>
/// <param name="Counts">By status and reason.</param>
/// <param name="Acked">Deliveries that the device confirmed.</param>
/// <param name="Opened">Deliveries that were opened.</param>
/// <param name="CountedAt">When they were counted: big sends are not counted anew for each reader.</param>
/// <param name="Fanout">How far a send to many is; null when it was small.</param>
public sealed record NotificationReport(Notification Row, IReadOnlyList<DeliveryCount> Counts, int Acked, int Opened, DateTimeOffset CountedAt, FanoutProgress? Fanout = null)
{
    private const DeliveryStatus FirstEnd = DeliveryStatus.Sent;

    /// <summary>From the fan-out and the counts.</summary>
    public NotificationState State =>
        Row.CancelledAt is not null ? NotificationState.Cancelled
        : Fanout?.Run.State == FanoutState.Paused ? NotificationState.Paused
        : Fanout?.Run.State == FanoutState.Moving ? NotificationState.Scheduled
        // What goes to people is expanded when its time comes.
        : Fanout?.Run is { State: FanoutState.Running, Type: not null, Total: null } && Row.SendAt is not null ? NotificationState.Scheduled
        : Fanout?.Run.State == FanoutState.Running ? NotificationState.Running
        : Counts.Any(c => c.Status < FirstEnd)
            ? Counts.Where(c => c.Status < FirstEnd).All(c => c.Status == DeliveryStatus.Scheduled) ? NotificationState.Scheduled : NotificationState.Running
            : Counts.Count > 0 && Counts.All(c => c.Status == DeliveryStatus.Cancelled) ? NotificationState.Cancelled : NotificationState.Done;
}

/// <summary>Notifications and their deliveries, as the API shows them.</summary>
public sealed class NotificationQueries(HubContexts contexts, SendCounts counts, TimeProvider time)
{
    /// <summary>One notification; null when it is not of this project.</summary>
    public async Task<NotificationReport?> FindAsync(long projectId, long notificationId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        // The run first: when it is done, what is read after it is whole.
        var run = await db.Fanouts.AsNoTracking().SingleOrDefaultAsync(f => f.Id == notificationId, cancel);
        if (await db.Notifications.AsNoTracking().SingleOrDefaultAsync(n => n.Id == notificationId, cancel) is not { } row)
        {
            return null;
        }
        var counted = await counts.OfAsync(notificationId, () => CountAsync(projectId, notificationId), cancel);
        return new NotificationReport(row, counted.Groups, counted.Acked, counted.Opened, counted.At, run is null ? null : new FanoutProgress(run));
    }

    private async Task<CountedSend> CountAsync(long projectId, long notificationId)
    {
        var at = time.GetUtcNow();
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var groups = await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == notificationId)
            .GroupBy(d => new { d.Status, d.Reason })
            .Select(g => new { g.Key.Status, g.Key.Reason, Count = g.Count(), Acked = g.Count(d => d.AckedAt != null), Opened = g.Count(d => d.OpenedAt != null) })
            .ToListAsync();
        return new CountedSend([.. groups.Select(g => new DeliveryCount(g.Status, g.Reason, g.Count))], groups.Sum(g => g.Acked), groups.Sum(g => g.Opened), at);
    }

    /// <summary>How far its fan-out is; null when it has none.</summary>
    public async Task<FanoutProgress?> FanoutAsync(long projectId, long notificationId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Fanouts.AsNoTracking().SingleOrDefaultAsync(f => f.Id == notificationId, cancel) is { } run ? new FanoutProgress(run) : null;
    }

    /// <summary>Its deliveries, newest id first, at most <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<DeliveryTask>> DeliveriesAsync(
        long projectId, long notificationId, DeliveryStatus? status, ProviderKind? provider, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Deliveries(db, notificationId, status, provider, before).Take(take).ToListAsync(cancel);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<DeliveryTask> Deliveries(HubDb db, long notificationId, DeliveryStatus? status, ProviderKind? provider, long? before)
    {
        var rows = db.Deliveries.AsNoTracking().Where(d => d.NotificationId == notificationId);
        rows = status is { } wanted ? rows.Where(d => d.Status == wanted) : rows;
        rows = provider is { } vendor ? rows.Where(d => d.Provider == vendor) : rows;
        rows = before is { } id ? rows.Where(d => d.Id < id) : rows;
        return rows.OrderByDescending(d => d.Id);
    }
}
