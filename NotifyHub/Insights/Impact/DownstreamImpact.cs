using NotifyHub.Data;

namespace NotifyHub.Insights.Impact;

/// <summary>Events of one name.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Count">How often.</param>
public sealed record ImpactConversion(string Name, long Count);

/// <summary>Events of one hour.</summary>
/// <param name="Events">All of them.</param>
/// <param name="Errors">Those that are errors.</param>
public sealed record ImpactHour(long Events, long Errors);

/// <summary>What came of a message, or of a campaign's messages.</summary>
public sealed record DownstreamImpact
{
    /// <summary>How long after a message reached its device an event counts.</summary>
    public static TimeSpan Window => ImpactWindow.Length;

    private const int MostConversions = 20;

    /// <summary>False where nothing reached a device: then nothing can be said.</summary>
    public bool IsKnown { get; init; }
    public long Events { get; init; }
    public long Errors { get; init; }
    public long Sessions { get; init; }

    /// <summary>From reaching the device to the first event.</summary>
    public TimeSpan? ToFirst { get; init; }

    /// <summary>Those that are no errors, the most frequent first.</summary>
    public IReadOnlyList<ImpactConversion> Conversions { get; init; } = [];

    /// <summary>One for each of the 24 hours.</summary>
    public IReadOnlyList<ImpactHour> Hours { get; init; } = [];

    /// <summary>There are more than were counted.</summary>
    public bool Capped { get; init; }

    /// <summary>Puts counts by name and hour together.</summary>
    internal static DownstreamImpact Of(IReadOnlyCollection<(string Name, int Hour, long Events, long Errors)> counts) => new()
    {
        IsKnown = true,
        Events = counts.Sum(count => count.Events),
        Errors = counts.Sum(count => count.Errors),
        Conversions = [.. counts.GroupBy(count => count.Name, StringComparer.Ordinal).Select(group => new ImpactConversion(group.Key, group.Sum(count => count.Events - count.Errors)))
            .Where(conversion => conversion.Count > 0).OrderByDescending(conversion => conversion.Count).ThenBy(conversion => conversion.Name, StringComparer.Ordinal).Take(MostConversions)],
        Hours = [.. Enumerable.Range(0, ImpactWindow.Hours).Select(hour => new ImpactHour(
            counts.Where(count => count.Hour == hour).Sum(count => count.Events), counts.Where(count => count.Hour == hour).Sum(count => count.Errors)))],
    };
}
