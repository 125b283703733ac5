using Quartz;

namespace NotifyHub.Jobs;

/// <summary>A job as the jobs page shows it.</summary>
/// <param name="Plan">Name, purpose and rhythm.</param>
/// <param name="Last">Last run since start; null before the first.</param>
/// <param name="Next">When it runs next; null while the scheduler is not running.</param>
public sealed record JobView(JobPlan Plan, LastRun? Last, DateTimeOffset? Next);

/// <summary>All jobs with their last and next run.</summary>
public sealed class JobCatalog(IEnumerable<JobPlan> plans, JobRecorder recorder, ISchedulerFactory schedulers)
{
    /// <summary>In the order of their names.</summary>
    public async Task<IReadOnlyList<JobView>> ListAsync(CancellationToken cancel = default)
    {
        var scheduler = await schedulers.GetScheduler(cancel);
        var views = new List<JobView>();
        foreach (var plan in plans.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(plan.Name), cancel);
            views.Add(new JobView(plan, recorder.LastOf(plan.Name), trigger?.NextFireTimeUtc));
        }
        return views;
    }
}
