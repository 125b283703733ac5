using NotifyHub.Insights.Overview;

namespace NotifyHub.Components.Pages.Overview;

/// <summary>A minute of the chart, all providers together.</summary>
public sealed record MinuteBar(DateTimeOffset Minute, int Accepted, int Retried, int Refused)
{
    /// <summary>Calls to vendors in this minute.</summary>
    public int Total => Accepted + Retried + Refused;

    /// <summary>Makes a row of minutes without gaps, the running one last.</summary>
    public static IReadOnlyList<MinuteBar> Fill(IReadOnlyList<MinuteCount> counts, DateTimeOffset now, int minutes)
    {
        var byMinute = counts.ToLookup(count => count.Minute);
        var running = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        return [.. Enumerable.Range(0, minutes).Select(i =>
        {
            var minute = running.AddMinutes(i - minutes + 1);
            var own = byMinute[minute].ToList();
            return new MinuteBar(minute, own.Sum(c => c.Accepted), own.Sum(c => c.Retried), own.Sum(c => c.Refused));
        })];
    }

    /// <summary>The next round number at or above: 1, 2, 5, 10, 20, 50 ... so that the scale does not twitch.</summary>
    public static int Ceiling(int most)
    {
        for (var step = 1L; ; step *= 10)
        {
            foreach (var factor in (ReadOnlySpan<int>)[1, 2, 5])
            {
                if (step * factor >= Math.Max(4, most))
                {
                    return (int)Math.Min(int.MaxValue, step * factor);
                }
            }
        }
    }
}
