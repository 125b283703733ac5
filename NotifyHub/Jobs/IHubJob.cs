namespace NotifyHub.Jobs;

/// <summary>A durable job: what it does lies in its stage, its work in our tables, so running it twice, or late, does no harm.</summary>
public interface IHubJob
{
    /// <summary>Runs once.</summary>
    /// <returns>What was done, in words ("removed 312"); null when there was nothing to do.</returns>
    Task<string?> RunAsync(CancellationToken cancel);
}

/// <summary>When a job runs and what for.</summary>
/// <param name="Name">Stable name, lower case with underscores.</param>
/// <param name="Purpose">One sentence for the jobs page.</param>
/// <param name="Every">Time between runs.</param>
/// <param name="At">Hour of the day, in UTC, of a job that runs every day; null for one that runs by its rhythm alone.</param>
public sealed record JobPlan(string Name, string Purpose, TimeSpan Every, TimeOnly? At = null)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>Wait before the first run: short enough that a daily job runs in a process that is restarted every day.</summary>
    public TimeSpan First => Every < Soon ? Every : Soon;

    /// <summary>The next time that the clock shows its hour; <paramref name="now"/> itself does not count. Null for one without an hour.</summary>
    public DateTimeOffset? NextAt(DateTimeOffset now)
    {
        if (At is not { } hour)
        {
            return null;
        }
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + hour.ToTimeSpan();
        return today > now ? today : today.AddDays(1);
    }
}
