namespace NotifyHub.Data.Rows;

/// <summary>A type of notification that a project made, or what it changed of a built-in one; how it came to that is told by <see cref="NotificationTypeVersion"/>.</summary>
public sealed class NotificationType : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The name that producers give, e.g. deploy.failed; unique in the project.</summary>
    public required string Key { get; set; }
    /// <summary>JSON of what was given; null after it was taken away.</summary>
    public string? Definition { get; set; }
    /// <summary>1 for the first, one more with each change.</summary>
    public int Version { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What a type said from a certain change on. Written once, never changed.</summary>
public sealed class NotificationTypeVersion : IProjectRow
{
    public long TypeId { get; set; }
    /// <summary>1, 2, 3 ... of the type.</summary>
    public int Number { get; set; }
    public long ProjectId { get; set; }
    /// <summary>JSON; null where it was taken away.</summary>
    public string? Definition { get; set; }
    /// <summary>Who changed it: e-mail or key name.</summary>
    public required string ChangedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
