namespace NotifyHub.Data.Rows;

/// <summary>What every node knows of a durable job: whether it is paused, and how its last run went (runs with something to tell are in <see cref="JobRun"/> too).</summary>
public sealed class JobState
{
    /// <summary>The job's stable name.</summary>
    public required string Job { get; set; }
    public DateTimeOffset? PausedAt { get; set; }
    /// <summary>Who paused it.</summary>
    public string? PausedBy { get; set; }
    public DateTimeOffset? LastStartedAt { get; set; }
    public int LastDurationMs { get; set; }
    /// <summary>In words; null before the first run.</summary>
    public string? LastResult { get; set; }
    public bool LastFailed { get; set; }
}
