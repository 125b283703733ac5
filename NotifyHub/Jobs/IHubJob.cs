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
public sealed record JobPlan(string Name, string Purpose, TimeSpan Every)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>Wait before the first run: short enough that a daily job runs in a process that is restarted every day.</summary>
    public TimeSpan First => Every < Soon ? Every : Soon;
}
