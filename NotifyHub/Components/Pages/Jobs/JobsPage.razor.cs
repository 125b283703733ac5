using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Insights.Health;
using NotifyHub.Insights.Live;
using NotifyHub.Jobs;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Jobs;

/// <summary>Each job with schedule, last and next run; run now, pause, resume. Above them the system: engine, nodes, backlog.</summary>
public sealed partial class JobsPage : LivePage
{
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private IReadOnlyList<JobView> _jobs = [];
    private SystemFigures? _figures;
    private bool? _inCharge;
    private int _version;

    [Inject]
    private JobCatalog Catalog { get; set; } = default!;

    [Inject]
    private JobControl Control { get; set; } = default!;

    [Inject]
    private SystemQueries System { get; set; } = default!;

    [Inject]
    private Installation Installation { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Jobs | LiveTopics.Nodes;

    // Runs that find nothing to do, and heartbeats, are not told to pages.
    /// <inheritdoc/>
    protected override TimeSpan? Pulse => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        var inCharge = await Installation.IsInChargeAsync(member);
        if (inCharge)
        {
            _jobs = await Catalog.ListAsync();
            _figures = await System.ReadAsync();
            _version++;
        }
        _inCharge = inCharge;
    }

    private Task RunAsync(JobView job) => DoAsync(job, by => Control.RunAsync(job.Plan.Name, by), async () =>
        (await Catalog.ListAsync()).FirstOrDefault(view => view.Plan.Name == job.Plan.Name)?.Last is { } last ? $"{job.Plan.Name}: {last.Result}" : "Done.");

    private Task PauseAsync(JobView job) => DoAsync(job, by => Control.PauseAsync(job.Plan.Name, by), () => Task.FromResult($"{job.Plan.Name} is paused on every node."));

    private Task ResumeAsync(JobView job) => DoAsync(job, by => Control.ResumeAsync(job.Plan.Name, by), () => Task.FromResult($"{job.Plan.Name} runs by schedule again."));

    // Asked anew: the role may have changed since the page was drawn.
    private async Task DoAsync(JobView job, Func<string, Task<JobAnswer>> deed, Func<Task<string>> done)
    {
        _busy.Add(job.Plan.Name);
        try
        {
            var member = await Members.GetAsync();
            if (!await Installation.IsInChargeAsync(member))
            {
                Toasts.Notify(NotificationSeverity.Error, "Not allowed", "This needs an owner or admin of the installation's first project.");
                return;
            }
            var answer = await deed(member.Email);
            Toasts.Notify(answer == JobAnswer.Done ? NotificationSeverity.Success : NotificationSeverity.Warning, answer == JobAnswer.Done ? await done() : "Its state changed in the meantime.");
            await LoadAsync(member);
        }
        finally
        {
            _busy.Remove(job.Plan.Name);
        }
    }
}
