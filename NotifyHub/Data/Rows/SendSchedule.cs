namespace NotifyHub.Data.Rows;

/// <summary>Where a schedule stands. Finished: its last occurrence is over.</summary>
public enum ScheduleState { Active = 1, Paused = 2, Finished = 3, Cancelled = 4 }

/// <summary>A send that happens again and again. Each occurrence is a notification of its own; the row moves on in the transaction that stores it.</summary>
public sealed class SendSchedule : IProjectRow
{
    /// <summary>Wire prefix <c>sch</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public string? Name { get; set; }
    /// <summary>What is sent each time: a push as a caller asks for it, as JSON.</summary>
    public required string Send { get; set; }
    /// <summary>A Recurrence as JSON.</summary>
    public required string Rule { get; set; }
    /// <summary>IANA zone of the wall clock; of <see cref="PerRecipient"/> ones that of recipients whose own is not known.</summary>
    public required string TimeZone { get; set; }
    /// <summary>At the wall time of each recipient.</summary>
    public bool PerRecipient { get; set; }
    public ScheduleState State { get; set; }
    /// <summary>Wall time of the next occurrence (2026-06-11T08:00); null when there is none.</summary>
    public string? NextWall { get; set; }
    /// <summary>When that is to be done; null while the schedule is not active.</summary>
    public DateTimeOffset? NextAt { get; set; }
    /// <summary>Occurrences that are over, missed ones included.</summary>
    public int Occurrences { get; set; }
    /// <summary>Most of them; null for no end by number.</summary>
    public int? MostOccurrences { get; set; }
    /// <summary>Of them those that were not sent: late after downtime and overtaken by the next, or past their time to live.</summary>
    public int Missed { get; set; }
    /// <summary>Of them those whose send was refused.</summary>
    public int Failures { get; set; }
    /// <summary>Why the last one was refused; null since the last that was not.</summary>
    public string? LastError { get; set; }
    public long? LastNotificationId { get; set; }
    public DateTimeOffset? LastAt { get; set; }
    /// <summary>Counts changes: what was decided on an older state is not written.</summary>
    public long Version { get; set; }
    public long? ApiKeyId { get; set; }
    /// <summary>E-mail or key name.</summary>
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}
