using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Api.Contracts;

/// <summary>A job of the installation.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="EverySeconds">Time between runs.</param>
/// <param name="State">waiting, running or paused.</param>
/// <param name="LastRun">How it last went, on any node; null before the first run.</param>
/// <param name="NextRunAt">When it runs next; null while it is paused.</param>
/// <param name="PausedAt">Since when it is paused.</param>
/// <param name="PausedBy">By whom.</param>
public sealed record JobItem(string Name, string Purpose, double EverySeconds, string State, JobRunItem? LastRun, DateTimeOffset? NextRunAt, DateTimeOffset? PausedAt, string? PausedBy)
{
    internal static JobItem From(JobView view) => new(
        view.Plan.Name, view.Plan.Purpose, view.Plan.Every.TotalSeconds, view.IsRunning ? "running" : view.PausedAt is null ? "waiting" : "paused",
        view.Last is { } last ? new JobRunItem(last.At, (int)last.Duration.TotalMilliseconds, last.Result, last.Failed, null) : null, view.Next, view.PausedAt, view.PausedBy);
}

/// <summary>One run.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Result">What came of it, in words.</param>
/// <param name="Failed">Whether it failed.</param>
/// <param name="Node">Name of the node that ran it, in the history; null where one process owns the store, and once the node is forgotten.</param>
public sealed record JobRunItem(DateTimeOffset StartedAt, int DurationMs, string Result, bool Failed, string? Node)
{
    internal static JobRunItem From(JobRunView view) => new(view.Run.StartedAt, view.Run.DurationMs, view.Run.Result, view.Run.Failed, view.Node);
}

/// <summary>All jobs.</summary>
/// <param name="Items">By name.</param>
public sealed record JobList(IReadOnlyList<JobItem> Items);
