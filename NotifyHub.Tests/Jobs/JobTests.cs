using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Jobs;

public class JobTests
{
    private sealed class Counting : IHubJob
    {
        public SemaphoreSlim Ran { get; } = new(0);
        public string? Answer { get; set; } = "did it";
        public Exception? Fault { get; set; }

        public Task<string?> RunAsync(CancellationToken cancel)
        {
            Ran.Release();
            return Fault is null ? Task.FromResult(Answer) : Task.FromException<string?>(Fault);
        }
    }

    private static async Task<List<JobRun>> RunsAsync(IServiceProvider services)
    {
        await using var db = services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        return await db.JobRuns.AsNoTracking().Where(r => r.Job == "counting").ToListAsync();
    }

    [Fact]
    public async Task The_scheduler_runs_a_declared_job_again_and_again()
    {
        var job = new Counting();
        await using var hub = await TestHub.StartAsync(services: services =>
        {
            services.AddHubJob<Counting>(new JobPlan("counting", "Counts.", TimeSpan.FromMilliseconds(200)));
            services.AddSingleton(job);
        });
        Assert.True(await job.Ran.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(await job.Ran.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task The_catalog_lists_every_job_with_its_next_run()
    {
        await using var hub = await TestHub.StartAsync();
        var jobs = await hub.Services.GetRequiredService<JobCatalog>().ListAsync();
        Assert.Equal(["alerts_tell", "alerts_watch", "attempt_cleanup", "idempotency_cleanup", "notification_deliver", "receipt_poll"], jobs.Select(j => j.Plan.Name));
        Assert.All(jobs, job => Assert.NotNull(job.Next));
    }

    [Fact]
    public async Task A_run_that_did_something_or_failed_is_a_row_and_one_that_did_nothing_is_not()
    {
        await using var hub = await TestHub.StartAsync();
        var recorder = hub.Services.GetRequiredService<JobRecorder>();

        await recorder.RunAsync("counting", new Counting { Answer = null }, default);
        Assert.Empty(await RunsAsync(hub.Services));
        Assert.Equal("nothing to do", recorder.LastOf("counting")!.Result);

        await recorder.RunAsync("counting", new Counting(), default);
        await recorder.RunAsync("counting", new Counting { Fault = new InvalidOperationException("broken") }, default);
        var runs = await RunsAsync(hub.Services);
        Assert.Equal([("did it", false), ("InvalidOperationException: broken", true)], runs.OrderBy(r => r.Id).Select(r => (r.Result, r.Failed)));
    }
}
