using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using Quartz;

namespace NotifyHub.Jobs;

/// <summary>The runtime of durable work: wake-up and schedules. What a job does lives in its stage.</summary>
public static class JobServices
{
    /// <summary>
    /// Registers the runtime; in a process that only serves (<paramref name="works"/> false) jobs are known and not run. On SQLite triggers lie in memory
    /// (docs/decisions/0004): jobs are declared in code, their work is rows. On PostgreSQL the nodes share them.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration? configuration = null, bool works = true)
    {
        services.AddSingleton(provider => new WorkSignal(provider.GetRequiredService<ChangeFeed>()));
        services.AddSingleton<JobRecorder>();
        services.AddSingleton(p => new JobCatalog(
            p.GetServices<JobEntry>(), p.GetRequiredService<JobRecorder>(), p.GetRequiredService<ISchedulerFactory>(), p.GetRequiredService<HubContexts>(), p.GetRequiredService<HubNodes>(), works));
        services.AddSingleton<JobControl>();
        services.AddQuartz(quartz =>
        {
            if (configuration?["NotifyHub:Database:Provider"] == "postgres")
            {
                quartz.UsePersistentStore(store => SharedJobStore.Use(store, configuration.GetConnectionString("Hub") ?? ""));
            }
            else
            {
                quartz.UseInMemoryStore();
            }
        });
        if (works)
        {
            services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        }
        return services.AddHubJob<JobHistoryCleanup>(JobHistoryCleanup.Plan);
    }

    /// <summary>Declares a job.</summary>
    public static IServiceCollection AddHubJob<TJob>(this IServiceCollection services, JobPlan plan)
        where TJob : class, IHubJob
    {
        services.AddSingleton<TJob>();
        services.AddSingleton(plan);
        services.AddSingleton(p => new JobEntry(plan, () => p.GetRequiredService<TJob>()));
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<HubJobRun<TJob>>(
                (provider, trigger) => trigger.WithIdentity(plan.Name).StartAt(Start(provider, plan)).WithSimpleSchedule(plan.Every),
                (_, job) => job.WithIdentity(plan.Name));
            if (plan.At is not null)
            {
                // A process that was down at the hour runs it soon after it starts.
                quartz.AddTrigger((provider, trigger) => trigger.ForJob(plan.Name).WithIdentity($"{plan.Name}.start").StartAt(Now(provider) + plan.First));
            }
        });
        return services;
    }

    private static DateTimeOffset Start(IServiceProvider provider, JobPlan plan) => plan.NextAt(Now(provider)) ?? Now(provider) + plan.First;

    private static DateTimeOffset Now(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>().GetUtcNow();
}
