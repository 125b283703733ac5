using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Tests.Support;
using Quartz;

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
        // Every declared one, by name; a new job needs no change here.
        Assert.Equal(hub.Services.GetServices<JobPlan>().Select(plan => plan.Name).Order(StringComparer.Ordinal), jobs.Select(j => j.Plan.Name));
        Assert.Contains(jobs, job => job.Plan.Name == "notification_deliver");
        Assert.All(jobs, job => Assert.NotNull(job.Next));
    }

    [Theory]
    [InlineData("2026-03-01T05:59:59Z", "2026-03-01T06:00:00Z")]
    [InlineData("2026-03-01T06:00:00Z", "2026-03-02T06:00:00Z")]
    [InlineData("2026-12-31T23:00:00-05:00", "2027-01-01T06:00:00Z")]
    public void A_job_with_an_hour_runs_next_when_the_clock_shows_it_in_UTC(string now, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), new JobPlan("daily", "Runs.", TimeSpan.FromDays(1), new TimeOnly(6, 0)).NextAt(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));

    [Fact]
    public async Task The_inbox_is_cleaned_at_six_and_once_soon_after_a_start()
    {
        await using var hub = await TestHub.StartAsync();
        var cleanup = (await hub.Services.GetRequiredService<JobCatalog>().ListAsync()).Single(job => job.Plan.Name == "notification_cleanup");
        Assert.Equal(TimeSpan.FromHours(6), cleanup.Next!.Value.UtcDateTime.TimeOfDay);
        var scheduler = await hub.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var triggers = (await scheduler.GetTriggersOfJob(new JobKey("notification_cleanup"))).Select(trigger => trigger.Key.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["notification_cleanup", "notification_cleanup.start"], triggers);
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
        Assert.All(runs, run => Assert.Equal(hub.Services.GetRequiredService<HubNodes>().Id, run.Node));
        Assert.Equal([("did it", false), ("InvalidOperationException: broken", true)], runs.OrderBy(r => r.Id).Select(r => (r.Result, r.Failed)));
    }

    [Fact]
    public async Task The_last_run_survives_a_restart_and_is_seen_by_every_node()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-jobs-" + Guid.NewGuid().ToString("n"));
        try
        {
            await using (var first = await TestHub.StartAsync(services: Declare, folder: folder))
            {
                await first.Services.GetRequiredService<JobRecorder>().RunAsync("counting", new Counting(), default);
            }
            await using var second = await TestHub.StartAsync(services: Declare, folder: folder);
            Assert.Equal("did it", (await ViewAsync(second)).Last!.Result);
            var run = Assert.Single((await second.Services.GetRequiredService<JobCatalog>().HistoryAsync("counting", null, 10))!);
            Assert.False(run.IsOurs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static void Declare(IServiceCollection services) => services.AddHubJob<Counting>(new JobPlan("counting", "Counts.", TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_paused_job_is_not_run_by_its_schedule_runs_when_asked_and_says_who_paused_it()
    {
        var job = new Counting();
        await using var hub = await TestHub.StartAsync(services: services =>
        {
            services.AddHubJob<Counting>(new JobPlan("counting", "Counts.", TimeSpan.FromDays(1)));
            services.AddSingleton(job);
        });
        var (control, recorder) = (hub.Services.GetRequiredService<JobControl>(), hub.Services.GetRequiredService<JobRecorder>());
        Assert.Equal(JobAnswer.Done, await control.PauseAsync("counting", "ann@example.com"));
        Assert.Equal(JobAnswer.NotNow, await control.PauseAsync("counting", "bob@example.com"));
        await recorder.RunDueAsync("counting", job, default);
        Assert.Equal(0, job.Ran.CurrentCount);
        var view = await ViewAsync(hub);
        Assert.Equal(("ann@example.com", null), (view.PausedBy, view.Next));

        Assert.Equal(JobAnswer.Done, await control.RunAsync("counting", "ann@example.com"));
        Assert.Equal(1, job.Ran.CurrentCount);
        Assert.NotNull((await ViewAsync(hub)).PausedAt);

        Assert.Equal(JobAnswer.Done, await control.ResumeAsync("counting", "ann@example.com"));
        await recorder.RunDueAsync("counting", job, default);
        Assert.Equal(2, job.Ran.CurrentCount);
        Assert.NotNull((await ViewAsync(hub)).Next);
        Assert.Equal(JobAnswer.NotFound, await control.RunAsync("nonsense", "ann@example.com"));
    }

    private static async Task<JobView> ViewAsync(TestHub hub) =>
        (await hub.Services.GetRequiredService<JobCatalog>().ListAsync()).Single(view => view.Plan.Name == "counting");
}
