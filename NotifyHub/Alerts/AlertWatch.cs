using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Alerts;

/// <summary>Looks for trouble that no single transaction knows of: sends that are overdue, jobs that fail, nodes that stopped beating, a store in danger. Writes only when something begins or ends.</summary>
internal sealed class AlertWatch(HubEngine engine, BacklogAges backlog, StoreWatch store, HubContexts contexts, IWriteGate gate, AlertBook book, IOptions<AlertingOptions> options, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("alerts_watch", "Looks for overdue sends, failing jobs, lost nodes and trouble with the store.", TimeSpan.FromSeconds(15));

    /// <summary>A node that has not beaten for so long, and was not stopped in order, is lost.</summary>
    internal static readonly TimeSpan NodeSilence = TimeSpan.FromSeconds(45);

    // A node that never came back is history after this, not trouble.
    private static readonly TimeSpan NodeForgotten = TimeSpan.FromHours(24);
    private static readonly AlertKind[] Watched = [AlertKind.BacklogAge, AlertKind.JobFailed, AlertKind.NodeLost, AlertKind.StoreTrouble];

    /// <summary>Where one process owns the store there is nobody else to lose, and nobody beats.</summary>
    internal bool LooksAtNodes { get; init; } = !engine.OwnedByOneProcess;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var trouble = new Dictionary<(long, AlertKind, string), AlertFact>();
        var uncertain = new HashSet<(long, AlertKind, string)>();
        Dictionary<(long, AlertKind, string), Alert> open;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            await BacklogAsync(db, trouble, uncertain, cancel);
            await JobsAsync(db, trouble, cancel);
            if (LooksAtNodes)
            {
                await NodesAsync(db, trouble, cancel);
            }
            open = await db.Alerts.AsNoTracking().Where(a => a.ResolvedAt == null && Watched.Contains(a.Kind)).ToDictionaryAsync(a => (a.ProjectId, a.Kind, a.Subject), cancel);
        }
        if (store.Trouble() is { } disk)
        {
            Add(trouble, disk);
        }
        // What stands as it stood needs no write; its last-seen time moves once a minute.
        var aMinuteAgo = time.GetUtcNow() - TimeSpan.FromMinutes(1);
        var raise = trouble.Where(t => !open.TryGetValue(t.Key, out var alert) || alert.LastSeenAt < aMinuteAgo).Select(t => t.Value).ToList();
        var end = open.Keys.Where(key => !trouble.ContainsKey(key) && !uncertain.Contains(key)).ToList();
        if (raise.Count + end.Count == 0)
        {
            return null;
        }
        var (opened, ended) = await gate.WriteAsync(async session =>
        {
            var (begun, over) = (0, 0);
            foreach (var fact in raise)
            {
                begun += await book.RaiseAsync(session, fact) ? 1 : 0;
            }
            foreach (var (project, kind, subject) in end)
            {
                over += await book.ResolveAsync(session, project, kind, subject) ? 1 : 0;
            }
            return (begun, over);
        }, cancel);
        return opened + ended == 0 ? null : $"opened {opened}, ended {ended}";
    }

    // Between half the threshold and the whole of it an alert neither begins nor ends.
    private async Task BacklogAsync(HubDb db, Dictionary<(long, AlertKind, string), AlertFact> trouble, HashSet<(long, AlertKind, string)> uncertain, CancellationToken cancel)
    {
        var own = await db.AlertSettings.AsNoTracking().Where(s => s.BacklogSeconds != null).ToDictionaryAsync(s => s.ProjectId, s => s.BacklogSeconds!.Value, cancel);
        foreach (var (project, provider, oldest) in await backlog.ReadAsync(cancel))
        {
            var limit = TimeSpan.FromSeconds(own.TryGetValue(project, out var seconds) ? seconds : options.Value.BacklogSeconds);
            var age = time.GetUtcNow() - oldest;
            if (age >= limit)
            {
                Add(trouble, new AlertFact(project, AlertKind.BacklogAge, provider.Wire(),
                    $"The oldest send that could go is {Words(age)} overdue; {Words(limit)} are allowed. See whether the vendor is slow or refuses, and whether the limits are too tight for what is asked."));
            }
            else if (age >= limit / 2)
            {
                uncertain.Add((project, AlertKind.BacklogAge, provider.Wire()));
            }
        }
    }

    private static async Task JobsAsync(HubDb db, Dictionary<(long, AlertKind, string), AlertFact> trouble, CancellationToken cancel)
    {
        foreach (var job in await db.JobStates.AsNoTracking().Where(j => j.LastFailed).ToListAsync(cancel))
        {
            Add(trouble, new AlertFact(0, AlertKind.JobFailed, job.Job, $"Its last run failed: {job.LastResult} It runs again at its next time; if it goes on, the log of that time says more."));
        }
    }

    private async Task NodesAsync(HubDb db, Dictionary<(long, AlertKind, string), AlertFact> trouble, CancellationToken cancel)
    {
        var (silent, forgotten) = (time.GetUtcNow() - NodeSilence, time.GetUtcNow() - NodeForgotten);
        var nodes = await db.Nodes.AsNoTracking().Where(n => n.HeartbeatAt > forgotten).ToListAsync(cancel);
        foreach (var node in nodes.Where(n => n.StoppedAt is null && n.HeartbeatAt < silent))
        {
            // A process that was started anew on the same host took its place.
            if (!nodes.Any(n => n.Id > node.Id && n.HeartbeatAt >= silent && n.Role == node.Role && Host(n) == Host(node)))
            {
                Add(trouble, new AlertFact(0, AlertKind.NodeLost, node.Name, "It stopped beating without having been stopped. Its work goes on elsewhere once its leases end; see whether the process or its host died."));
            }
        }
    }

    // Names are host:process.
    private static string Host(HubNode node) => node.Name.Split(':')[0];

    private static void Add(Dictionary<(long, AlertKind, string), AlertFact> trouble, AlertFact fact) => trouble[(fact.ProjectId, fact.Kind, fact.Subject)] = fact;

    private static string Words(TimeSpan span) => span.TotalMinutes < 2 ? $"{span.TotalSeconds:0} s" : span.TotalHours < 2 ? $"{span.TotalMinutes:0} min" : $"{span.TotalHours:0} h";
}
