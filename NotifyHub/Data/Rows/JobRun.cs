namespace NotifyHub.Data.Rows;

/// <summary>One run of a durable job that did something or failed; runs that found nothing to do only move the job's last-run time.</summary>
public sealed class JobRun
{
    public long Id { get; set; }
    public required string Job { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public int DurationMs { get; set; }
    /// <summary>In words: "released 3", or the exception's type and message.</summary>
    public required string Result { get; set; }
    public bool Failed { get; set; }
    /// <summary>Boot id of the node that ran it.</summary>
    public long? Node { get; set; }
}
