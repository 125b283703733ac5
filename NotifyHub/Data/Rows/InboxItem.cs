namespace NotifyHub.Data.Rows;

/// <summary>What a person finds in the inbox: the in-app delivery as its reader sees it. Written in the transaction that writes the delivery; the words are the notification's.</summary>
public sealed class InboxItem : IProjectRow
{
    /// <summary>The in-app delivery's id; wire prefix <c>inb</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long PersonId { get; set; }
    public long NotificationId { get; set; }
    /// <summary>The type's key.</summary>
    public required string Type { get; set; }
    /// <summary>Place in the list, newest highest: the id, and a new one when it comes back from a snooze.</summary>
    public long Position { get; set; }
    /// <summary>Grows with each change of the item; what a live stream resumes by.</summary>
    public long Changed { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    public DateTimeOffset? ArchivedAt { get; set; }
    /// <summary>Out of sight until then.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }
    /// <summary>Thrown away; can be brought back until cleanup removes it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
