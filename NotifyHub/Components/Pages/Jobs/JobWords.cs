using System.Globalization;
using NotifyHub.Components.Shared;
using NotifyHub.Jobs;

namespace NotifyHub.Components.Pages.Jobs;

/// <summary>Jobs in words.</summary>
public static class JobWords
{
    /// <summary>"every 30 s", "every 24 h", "every day at 06:00 UTC".</summary>
    public static string Every(JobPlan plan) => plan.At is { } hour ? string.Create(CultureInfo.InvariantCulture, $"every day at {hour:HH:mm} UTC") : $"every {TimeWords.Span(plan.Every)}";

    /// <summary>Who ran it: a node's name, or this process where there is but one.</summary>
    public static string By(string? node, bool ours) => node ?? (ours ? "this process" : "an earlier process");

    /// <summary>State and how it feels.</summary>
    public static (string Label, Tone Tone, string Icon) State(JobView job) => job switch
    {
        { IsRunning: true } => ("Running", Tone.Busy, "refresh"),
        { PausedAt: not null } => ("Paused", Tone.Warn, "pause"),
        { Last.Failed: true } => ("Failed", Tone.Bad, "close"),
        { Last: null } => ("Not run yet", Tone.Idle, "clock"),
        _ => ("Well", Tone.Ok, "check"),
    };
}
