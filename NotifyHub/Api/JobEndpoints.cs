using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>The installation's jobs. They serve every project, so only the first project, which is the installation's own, may look and act.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapApiGroup("/projects/{project}/jobs").WithTags("Jobs").RequireKey(ApiScopes.Manage);
        jobs.MapGet("", ListAsync)
            .WithName("listJobs").WithSummary("Each job with its last and next run; for keys of the installation's first project.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Jobs);
        jobs.MapGet("/{job}/runs", RunsAsync)
            .WithName("listJobRuns").WithSummary("Runs that did something or failed, newest first.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.JobRuns);
        jobs.MapPost("/{job}/run", (string project, string job, KeyCaller caller, Installation installation, JobControl control, JobCatalog catalog, CancellationToken cancel) =>
                ActAsync(project, job, caller, installation, catalog, by => control.RunAsync(job, by, cancel), cancel))
            .WithName("runJob").WithSummary("Runs it now, paused or not, and answers when it is over.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.Job);
        jobs.MapPost("/{job}/pause", (string project, string job, KeyCaller caller, Installation installation, JobControl control, JobCatalog catalog, CancellationToken cancel) =>
                ActAsync(project, job, caller, installation, catalog, by => control.PauseAsync(job, by, cancel), cancel))
            .WithName("pauseJob").WithSummary("No node runs it by schedule any more.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.Job);
        jobs.MapPost("/{job}/resume", (string project, string job, KeyCaller caller, Installation installation, JobControl control, JobCatalog catalog, CancellationToken cancel) =>
                ActAsync(project, job, caller, installation, catalog, by => control.ResumeAsync(job, by, cancel), cancel))
            .WithName("resumeJob").WithSummary("It runs by schedule again.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.Job);
    }

    private static async Task<Ok<JobList>> ListAsync(string project, KeyCaller caller, Installation installation, JobCatalog catalog, CancellationToken cancel)
    {
        await RequireAsync(project, caller, installation, cancel);
        return TypedResults.Ok(new JobList([.. (await catalog.ListAsync(cancel)).Select(JobItem.From)]));
    }

    private static async Task<Ok<Page<JobRunItem>>> RunsAsync(string project, string job, PageQuery page, KeyCaller caller, Installation installation, JobCatalog catalog, CancellationToken cancel)
    {
        await RequireAsync(project, caller, installation, cancel);
        var runs = await catalog.HistoryAsync(job, page.Before, page.Limit + 1, cancel) ?? throw WireId.NotFound(job);
        return TypedResults.Ok(Page<JobRunItem>.Of(runs, page.Limit, JobRunItem.From, view => view.Run.Id));
    }

    private static async Task<Ok<JobItem>> ActAsync(
        string project, string job, KeyCaller caller, Installation installation, JobCatalog catalog, Func<string, Task<JobAnswer>> deed, CancellationToken cancel)
    {
        await RequireAsync(project, caller, installation, cancel);
        return await deed($"key {caller.Name}") switch
        {
            JobAnswer.NotFound => throw WireId.NotFound(job),
            JobAnswer.NotNow => throw new RefusedException(RefusalCode.StateConflict, "It runs already, is paused already, or is not paused."),
            _ => TypedResults.Ok(JobItem.From((await catalog.ListAsync(cancel)).Single(view => view.Plan.Name == job))),
        };
    }

    private static async Task RequireAsync(string project, KeyCaller caller, Installation installation, CancellationToken cancel)
    {
        if (!await installation.IsOfAsync(ProjectRoute.Require(project, caller), cancel))
        {
            throw new ProblemException(Problems.InsufficientScope, "Jobs serve every project; only keys of the installation's first project may see and run them.");
        }
    }
}
