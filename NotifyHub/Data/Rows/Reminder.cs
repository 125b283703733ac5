namespace NotifyHub.Data.Rows;

/// <summary>Something that is due at a time, of which a person is reminded before and after, until it is done.</summary>
public sealed class Reminder : IProjectRow
{
    /// <summary>Wire prefix <c>rem</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long PersonId { get; set; }
    /// <summary>The producer's own name of the task; unique for the person.</summary>
    public required string Key { get; set; }
    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; set; }
    public string? Body { get; set; }
    /// <summary>Where the task is opened, https or a path.</summary>
    public string? Link { get; set; }
    /// <summary>The due date that it was given; those of a task that comes back are counted from it.</summary>
    public DateTimeOffset FirstDueAt { get; set; }
    /// <summary>The due date that it stands at.</summary>
    public DateTimeOffset DueAt { get; set; }
    /// <summary>How often the task comes back, which says how early one is reminded: daily, weekly, monthly, yearly; null for once.</summary>
    public string? Recurrence { get; set; }
    /// <summary>The next time that something is said; null when nothing more will be.</summary>
    public DateTimeOffset? NextAt { get; set; }
    /// <summary>Which tier that is, in days from the due date; kept so that a changed clock repeats none.</summary>
    public int? NextTier { get; set; }
    /// <summary>Reminders said so far.</summary>
    public int Told { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}
