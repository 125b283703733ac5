namespace NotifyHub.Data;

/// <summary>Steps in which answers' times are counted: enough for a median and a 99th percentile, small enough for a row per ten seconds.</summary>
public static class LatencySteps
{
    /// <summary>Upper ends in milliseconds; the last is for everything longer.</summary>
    public static IReadOnlyList<int> Ends { get; } = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 60_000];

    /// <summary>Columns of health_buckets, in the same order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Ends.SkipLast(1).Select(end => $"within{end}"), "longer"];

    /// <summary>Number of steps.</summary>
    public static int Count => Ends.Count;

    /// <summary>Where a time belongs.</summary>
    public static int StepOf(TimeSpan took)
    {
        var step = 0;
        while (step < Count - 1 && took.TotalMilliseconds > Ends[step])
        {
            step++;
        }
        return step;
    }

    /// <summary>The time, in ms, within which this share of the answers came, taken evenly within its step; null without answers.</summary>
    /// <param name="counts">Answers in each step.</param>
    /// <param name="share">0 to 1.</param>
    public static int? Percentile(IReadOnlyList<long> counts, double share)
    {
        var rank = share * counts.Sum();
        if (rank <= 0)
        {
            return null;
        }
        var before = 0L;
        for (var step = 0; step < Count; step++)
        {
            if (counts[step] > 0 && before + counts[step] >= rank)
            {
                var from = step == 0 ? 0 : Ends[step - 1];
                return (int)Math.Ceiling(from + (Ends[step] - from) * ((rank - before) / counts[step]));
            }
            before += counts[step];
        }
        return Ends[^1];
    }
}
