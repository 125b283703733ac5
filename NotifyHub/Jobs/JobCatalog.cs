using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using Quartz;

namespace NotifyHub.Jobs;

/// <summary>A job that this process knows how to run.</summary>
/// <param name="Plan">Name, purpose and rhythm.</param>
/// <param name="Job">Makes it.</param>
internal sealed record JobEntry(JobPlan Plan, Func<IHubJob> Job);

/// <summary>A job as the jobs page shows it.</summary>
/// <param name="Plan">Name, purpose and rhythm.</param>
/// <param name="Last">Last run on any node; null before the first.</param>
/// <param name="Next">When it runs next; null while it is paused, or when nothing is known yet.</param>
/// <param name="PausedAt">Since when it is paused.</param>
/// <param name="PausedBy">By whom.</param>
/// <param name="IsRunning">It runs in this process now.</param>
public sealed record JobView(JobPlan Plan, LastRun? Last, DateTimeOffset? Next, DateTimeOffset? PausedAt, string? PausedBy, bool IsRunning);

/// <summary>A run, and who ran it.</summary>
/// <param name="Run">What came of it.</param>
/// <param name="Node">Name of the node; null where one process owns the store, and once the node is forgotten.</param>
/// <param name="IsOurs">This run of the process ran it.</param>
public sealed record JobRunView(JobRun Run, string? Node, bool IsOurs);

/// <summary>All jobs with their last and next run, and the history of each.</summary>
public sealed class JobCatalog
{
    private readonly IEnumerable<JobEntry> _entries;
    private readonly JobRecorder _recorder;
    private readonly ISchedulerFactory _schedulers;
    private readonly HubContexts _contexts;
    private readonly HubNodes _nodes;
    private readonly bool _works;

    internal JobCatalog(IEnumerable<JobEntry> entries, JobRecorder recorder, ISchedulerFactory schedulers, HubContexts contexts, HubNodes nodes, bool works) =>
        (_entries, _recorder, _schedulers, _contexts, _nodes, _works) = (entries, recorder, schedulers, contexts, nodes, works);

    /// <summary>In the order of their names.</summary>
    public async Task<IReadOnlyList<JobView>> ListAsync(CancellationToken cancel = default)
    {
        var scheduler = await _schedulers.GetScheduler(cancel);
        await using var db = _contexts.Open(default);
        var states = await db.JobStates.AsNoTracking().ToDictionaryAsync(state => state.Job, cancel);
        var views = new List<JobView>();
        foreach (var plan in _entries.Select(entry => entry.Plan).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(plan.Name), cancel);
            var state = states.GetValueOrDefault(plan.Name);
            var last = Newer(_recorder.LastOf(plan.Name), state);
            // In a process that only serves nothing is scheduled: a worker runs it when its time has passed.
            var next = _works ? trigger?.NextFireTimeUtc : last?.At + plan.Every;
            views.Add(new JobView(plan, last, state?.PausedAt is null ? next : null, state?.PausedAt, state?.PausedBy, _recorder.IsRunning(plan.Name)));
        }
        return views;
    }

    /// <summary>Runs that did something or failed, newest first, before <paramref name="before"/>; null when there is no such job.</summary>
    public async Task<IReadOnlyList<JobRunView>?> HistoryAsync(string job, long? before, int limit, CancellationToken cancel = default)
    {
        if (Find(job) is null)
        {
            return null;
        }
        await using var db = _contexts.Open(default);
        var runs = await db.JobRuns.AsNoTracking().Where(run => run.Job == job && (before == null || run.Id < before)).OrderByDescending(run => run.Id).Take(limit).ToListAsync(cancel);
        var ids = runs.Select(run => run.Node).Distinct().ToList();
        var names = await db.Nodes.AsNoTracking().Where(node => ids.Contains(node.Id)).ToDictionaryAsync(node => node.Id, node => node.Name, cancel);
        return [.. runs.Select(run => new JobRunView(run, run.Node is { } node ? names.GetValueOrDefault(node) : null, run.Node == _nodes.Id))];
    }

    internal JobEntry? Find(string job) => _entries.FirstOrDefault(entry => entry.Plan.Name == job);

    // What this process did since is fresher than what it stored.
    private static LastRun? Newer(LastRun? own, JobState? state) =>
        state?.LastStartedAt is { } at && !(own?.At >= at) ? new LastRun(at, TimeSpan.FromMilliseconds(state.LastDurationMs), state.LastResult ?? "", state.LastFailed) : own;
}
