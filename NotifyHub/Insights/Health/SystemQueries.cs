using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;

namespace NotifyHub.Insights.Health;

/// <summary>The installation at a glance, for its operators.</summary>
/// <param name="Engine">"SQLite 3.35.5".</param>
/// <param name="TakesWrites">Whether the store takes writes now.</param>
/// <param name="Due">Sends that could go now, over all projects; counted up to a limit.</param>
/// <param name="OldestDue">Since when the oldest of them could have gone.</param>
/// <param name="Nodes">Processes that work on this store, newest first.</param>
/// <param name="OneProcess">The store belongs to this process alone, so nobody beats.</param>
public sealed record SystemFigures(string Engine, bool TakesWrites, Capped Due, DateTimeOffset? OldestDue, IReadOnlyList<HubNode> Nodes, bool OneProcess);

/// <summary>Reads it.</summary>
public sealed class SystemQueries
{
    private const int Most = 100_000;
    private static readonly TimeSpan NodesShown = TimeSpan.FromDays(1);

    private readonly HubEngine _engine;
    private readonly HubContexts _contexts;
    private readonly StoreProbe _store;
    private readonly BacklogAges _backlog;
    private readonly TimeProvider _time;

    internal SystemQueries(HubEngine engine, HubContexts contexts, StoreProbe store, BacklogAges backlog, TimeProvider time) =>
        (_engine, _contexts, _store, _backlog, _time) = (engine, contexts, store, backlog, time);

    /// <summary>Everything.</summary>
    public async Task<SystemFigures> ReadAsync(CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        await using var connection = await _engine.OpenReadAsync(cancel);
        var due = (int)(await Due(now).NumberAsync(connection, cancel) ?? 0);
        var ages = await _backlog.ReadAsync(cancel);
        await using var db = _contexts.Open(default);
        var since = now - NodesShown;
        var nodes = await db.Nodes.AsNoTracking().Where(n => n.HeartbeatAt > since || n.StoppedAt == null).OrderByDescending(n => n.Id).Take(50).ToListAsync(cancel);
        return new SystemFigures(
            _engine.Describe(), await _store.IsReadyAsync(cancel), new Capped(Math.Min(due, Most), due > Most), ages.Count > 0 ? ages.Min(age => age.Oldest) : null, nodes, _engine.OwnedByOneProcess);
    }

    /// <summary>The index of due work holds nothing else, so what is scheduled for later is all that is passed over.</summary>
    internal static SqlText Due(DateTimeOffset now) => new(
        $"select count(*) from (select 1 from deliveries where provider in ({string.Join(", ", ProviderNames.Called.Select(p => (int)p))}) and {HubModel.Due()} and due_at <= @now limit {Most + 1}) counted",
        [("@now", now)]);
}
