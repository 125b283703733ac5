using System.Globalization;
using NotifyHub.Insights.Impact;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>What came of a push, in words.</summary>
public static class ImpactWords
{
    /// <summary>"at once", "12 s", "4 min", "3 h".</summary>
    public static string After(TimeSpan first) =>
        first.TotalSeconds < 1 ? "at once"
        : first.TotalSeconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{first.TotalSeconds:0.#} s")
        : first.TotalMinutes < 120 ? string.Create(CultureInfo.InvariantCulture, $"{first.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{first.TotalHours:0} h");

    /// <summary>One bar.</summary>
    public static string Hour(int hour, ImpactHour bar) =>
        string.Create(CultureInfo.InvariantCulture, $"Hour {hour + 1}: {Events(bar.Events)}{(bar.Errors > 0 ? $", {bar.Errors} of them {(bar.Errors == 1 ? "an error" : "errors")}" : "")}");

    /// <summary>The chart, for who can't see it.</summary>
    public static string Chart(DownstreamImpact impact) =>
        $"Events by hour. {string.Join(". ", impact.Hours.Select((bar, hour) => (bar, hour)).Where(one => one.bar.Events > 0).Select(one => Hour(one.hour, one.bar)))}.";

    private static string Events(long count) => count == 1 ? "1 event" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} events";
}
