using NotifyHub.Calendar;

namespace NotifyHub.Pipeline.Policy;

/// <summary>A stretch of quiet on the wall clock.</summary>
/// <param name="Days">Weekdays on which it begins.</param>
/// <param name="Start">Time of day at which it begins.</param>
/// <param name="End">Time of day at which it ends; not after <paramref name="Start"/> means on the next day.</param>
public sealed record QuietWindow(IReadOnlyList<DayOfWeek> Days, TimeOnly Start, TimeOnly End)
{
    /// <summary>How long it is where no clock jumps.</summary>
    public TimeSpan Length => End > Start ? End - Start : TimeSpan.FromDays(1) - (Start - End);
}

/// <summary>
/// When a person is not to be disturbed. What comes in such a time waits for its end, however the clocks jump meanwhile: an end that the clock skips is
/// the first moment after the gap, one that it shows twice is the first showing, so an hour that is lived twice is quiet once.
/// </summary>
/// <param name="Windows">Any of them makes it quiet; they may overlap.</param>
public sealed record QuietHours(IReadOnlyList<QuietWindow> Windows)
{
    /// <summary>Nothing waits longer than this, also where windows leave hardly a minute between them: a day, and the hour that a clock may be put back by.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(25);

    /// <summary>The end of the quiet in which this moment lies; null when it is not quiet.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="zone">Of the person's clock.</param>
    public DateTimeOffset? EndOf(DateTimeOffset now, TimeZoneInfo zone)
    {
        var stretches = Around(now, zone);
        var end = now;
        // One window may begin before another ends: go on from end to end until nothing covers it.
        while (stretches.Where(s => s.From <= end && end < s.To).Select(s => (DateTimeOffset?)s.To).Max() is { } later && end < now + Longest)
        {
            end = later;
        }
        return end == now ? null : end < now + Longest ? end : now + Longest;
    }

    // Windows that could cover this moment or begin before the longest wait is over.
    private List<(DateTimeOffset From, DateTimeOffset To)> Around(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(WallClock.At(now, zone));
        var stretches = new List<(DateTimeOffset, DateTimeOffset)>();
        for (var day = today.AddDays(-2); day <= today.AddDays(2); day = day.AddDays(1))
        {
            foreach (var window in Windows.Where(w => w.Days.Contains(day.DayOfWeek)))
            {
                var from = WallClock.Moment(day.ToDateTime(window.Start), zone);
                var to = WallClock.Moment((window.End > window.Start ? day : day.AddDays(1)).ToDateTime(window.End), zone);
                stretches.Add((from, to));
            }
        }
        return stretches;
    }
}
