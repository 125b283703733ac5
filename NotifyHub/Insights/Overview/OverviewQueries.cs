using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Overview;

/// <summary>Figures of a project. Every count is bounded by time and by number, and shared by all who look within a second.</summary>
public sealed class OverviewQueries(HubEngine engine, HubContexts contexts, MinuteCounts minutes, TimeProvider time)
{
    /// <summary>Where counts stop.</summary>
    public const int Most = 100_000;

    private const int EndsLookedAt = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly DeliveryStatus[] Waiting = [DeliveryStatus.Queued, DeliveryStatus.Sending, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed, DeliveryStatus.Scheduled];
    private static readonly DeliveryStatus[] BadEnds = [DeliveryStatus.Failed, DeliveryStatus.Expired, DeliveryStatus.Suppressed];
    private readonly ConcurrentDictionary<long, (DateTimeOffset At, Lazy<Task<OverviewFigures>> Figures)> _shared = [];

    /// <summary>The figures of this moment, at most a second old.</summary>
    public Task<OverviewFigures> ReadAsync(long projectId)
    {
        var now = time.GetUtcNow();
        return _shared.AddOrUpdate(projectId,
            id => (now, new Lazy<Task<OverviewFigures>>(() => CountAsync(id, now))),
            (id, old) => now - old.At < Fresh && !old.Figures.Value.IsFaulted ? old : (now, new Lazy<Task<OverviewFigures>>(() => CountAsync(id, now)))).Figures.Value;
    }

    private async Task<OverviewFigures> CountAsync(long projectId, DateTimeOffset now)
    {
        var lastHour = await minutes.LastAsync(projectId, 60);
        await using var connection = await engine.OpenReadAsync();
        var (sent, acked) = (await SentAndAcked(projectId, now).QueryAsync(connection, row => (row.GetInt32(0), row.IsDBNull(1) ? 0 : row.GetInt32(1)), default))[0];
        var waiting = new Dictionary<DeliveryStatus, Capped>();
        foreach (var status in Waiting)
        {
            var count = (int)(await CountIn(projectId, status).NumberAsync(connection, default) ?? 0);
            waiting[status] = new Capped(Math.Min(count, Most), count > Most);
        }
        return new OverviewFigures
        {
            Minutes = lastHour,
            Sent = new Capped(sent, sent >= Most),
            Acked = acked,
            Waiting = waiting,
            OldestDue = await OldestDueAsync(connection, projectId, now),
            Ends = await EndsAsync(connection, projectId, now),
            Providers = await ProvidersAsync(projectId, lastHour),
        };
    }

    internal static SqlText SentAndAcked(long projectId, DateTimeOffset now) => new($"""
        select count(*), count(acked_at) from (
            select acked_at from deliveries where project_id = @project and status = {(int)DeliveryStatus.Sent} and id >= @from order by id desc limit {Most}) newest
        """, [("@project", projectId), ("@from", HubIds.FloorAt(now - TimeSpan.FromHours(1)))]);

    internal static SqlText CountIn(long projectId, DeliveryStatus status) =>
        new($"select count(*) from (select 1 from deliveries where project_id = @project and status = @status limit {Most + 1}) counted", [("@project", projectId), ("@status", status)]);

    internal static SqlText OldestDue(long projectId, DeliveryStatus status, DateTimeOffset now) => new("""
        select min(due_at) from (select due_at from deliveries where project_id = @project and status = @status order by id limit 1000) as oldest where due_at <= @now
        """, [("@project", projectId), ("@status", status), ("@now", now)]);

    internal static SqlText Ends(long projectId, DeliveryStatus status, DateTimeOffset now) => new($"""
        select reason, count(*) from (
            select reason from deliveries where project_id = @project and status = @status and id >= @from order by id desc limit {EndsLookedAt}) as ends
        group by reason
        """, [("@project", projectId), ("@status", status), ("@from", HubIds.FloorAt(now - TimeSpan.FromHours(24)))]);

    private static async Task<DateTimeOffset?> OldestDueAsync(DbConnection connection, long projectId, DateTimeOffset now)
    {
        long? oldest = null;
        foreach (var status in Waiting)
        {
            oldest = await OldestDue(projectId, status, now).NumberAsync(connection, default) is { } due && (oldest is null || due < oldest) ? due : oldest;
        }
        return oldest is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    private static async Task<IReadOnlyList<ReasonCount>> EndsAsync(DbConnection connection, long projectId, DateTimeOffset now)
    {
        var ends = new List<ReasonCount>();
        foreach (var status in BadEnds)
        {
            ends.AddRange(await Ends(projectId, status, now).QueryAsync(connection, row => new ReasonCount(status, (DeliveryReason)row.GetInt32(0), row.GetInt32(1)), default));
        }
        return [.. ends.OrderByDescending(end => end.Count)];
    }

    private async Task<IReadOnlyList<ProviderFigures>> ProvidersAsync(long projectId, IReadOnlyList<MinuteCount> lastHour)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var active = await db.Credentials.AsNoTracking().Where(c => c.State == CredentialState.Active).Select(c => new { c.Provider, c.PausedAt, c.PauseReason }).ToListAsync();
        var states = await db.ProviderStates.AsNoTracking().ToDictionaryAsync(s => s.Provider);
        return [.. ProviderNames.Called.Select(provider =>
        {
            var state = states.GetValueOrDefault(provider);
            var credential = active.Find(c => c.Provider == provider);
            var own = lastHour.Where(m => m.Provider == provider).ToList();
            return new ProviderFigures(provider, credential is not null, credential?.PausedAt, credential?.PauseReason,
                own.Sum(m => m.Accepted), own.Sum(m => m.Refused), own.Sum(m => m.Retried))
            {
                RestsUntil = state?.QuarantinedUntil, Throttled = state?.ThrottledAt is not null, Doubted = state?.BreakerOpenedAt is not null,
            };
        })];
    }
}
