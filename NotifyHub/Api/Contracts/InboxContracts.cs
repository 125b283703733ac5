using NotifyHub.Audience.Inbox;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>Whom a token is for.</summary>
public sealed record UserTokenWish
{
    /// <summary>The app's own id of the user, 1 to 128 characters; the project must know them.</summary>
    public required string UserId { get; init; }
    /// <summary>How long it is good for, 60 to 86400 seconds; 3600 when left out.</summary>
    public int? TtlSeconds { get; init; }
}

/// <summary>A token.</summary>
/// <param name="Token">For Authorization: Bearer. Shown once.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record UserTokenAnswer(string Token, DateTimeOffset ExpiresAt);

/// <summary>An item of the inbox.</summary>
/// <param name="Id"><c>inb_...</c></param>
/// <param name="NotificationId">The notification that it is.</param>
/// <param name="Type">The type's key.</param>
/// <param name="Title">First line.</param>
/// <param name="Body">Start of the text, at most 200 characters.</param>
/// <param name="ImageUrl">Picture.</param>
/// <param name="Link">Where it leads: a path, or an https address.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="ReadAt">When it was read; null while it is not.</param>
/// <param name="ArchivedAt">When it was put away.</param>
/// <param name="SnoozedUntil">Out of sight until then.</param>
/// <param name="DeletedAt">When it was thrown away; only a stream and an answer to a change tell of such.</param>
public sealed record InboxItemAnswer(
    string Id, string NotificationId, string Type, string? Title, string? Body, string? ImageUrl, string? Link,
    DateTimeOffset CreatedAt, DateTimeOffset? ReadAt, DateTimeOffset? ArchivedAt, DateTimeOffset? SnoozedUntil, DateTimeOffset? DeletedAt)
{
    /// <summary>From the entry.</summary>
    public static InboxItemAnswer From(InboxEntry entry) => new(
        RowId.Format(RowId.InboxItem, entry.Item.Id), RowId.Format(RowId.Notification, entry.Item.NotificationId), entry.Item.Type, entry.Title, entry.Body, entry.ImageUrl, entry.Link,
        entry.Item.CreatedAt, entry.Item.ReadAt, entry.Item.ArchivedAt, entry.Item.SnoozedUntil, entry.Item.DeletedAt);
}

/// <summary>What counts in the badge.</summary>
/// <param name="Unread">Unread items; 1000 stands for that many or more.</param>
public sealed record UnreadAnswer(int Unread);

/// <summary>What becomes of an item; what is left out stays.</summary>
public sealed record InboxChangeBody
{
    /// <summary>Read, or unread again.</summary>
    public bool? Read { get; init; }
    /// <summary>Put away, or back.</summary>
    public bool? Archived { get; init; }
    /// <summary>Out of sight until then, at most 400 days ahead; a time that is past brings it back.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }
}

/// <summary>Several items at once: ids, or what a filter finds.</summary>
public sealed record InboxBulk
{
    /// <summary>1 to 500 items.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
    /// <summary>In place of ids: the newest 500 that fit.</summary>
    public InboxBulkFilter? Filter { get; init; }
    /// <summary>What becomes of them.</summary>
    public required InboxBulkSet Set { get; init; }
}

/// <summary>Which items.</summary>
public sealed record InboxBulkFilter
{
    /// <summary>all, unread, read, archived or snoozed; all when left out.</summary>
    public string? State { get; init; }
    /// <summary>Only this type.</summary>
    public string? Type { get; init; }
    /// <summary>Words in title or text, at most 100 characters.</summary>
    public string? Q { get; init; }
    /// <summary>Not before this.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Before this; later than from.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>What becomes of several items; what is left out stays.</summary>
public sealed record InboxBulkSet
{
    /// <summary>Read, or unread again.</summary>
    public bool? Read { get; init; }
    /// <summary>Put away, or back.</summary>
    public bool? Archived { get; init; }
    /// <summary>Out of sight until then.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }
    /// <summary>Thrown away, or brought back.</summary>
    public bool? Deleted { get; init; }
}

/// <summary>Which type is marked read.</summary>
public sealed record MarkAllRead
{
    /// <summary>The type's key; all when left out. An unknown one is refused.</summary>
    public string? Type { get; init; }
}

/// <summary>How many items were meant.</summary>
/// <param name="Changed">Of those named, the caller's own.</param>
public sealed record InboxChanged(int Changed);

/// <summary>Why an item came, and over what else it went.</summary>
/// <param name="Item">The item.</param>
/// <param name="Reason">Why it came, in words.</param>
/// <param name="Elsewhere">The person's other channels.</param>
public sealed record InboxWhy(InboxItemAnswer Item, string Reason, IReadOnlyList<InboxElsewhere> Elsewhere);

/// <summary>The same over another channel.</summary>
/// <param name="Channel">email, mobile_push ...</param>
/// <param name="Provider">Through whom.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why it ended or waits; null when there is nothing to tell.</param>
/// <param name="At">When it came to that.</param>
public sealed record InboxElsewhere(string Channel, string Provider, string Status, string? Reason, DateTimeOffset At)
{
    internal static InboxElsewhere From(DeliveryTask row) =>
        new(row.Provider.Channel().Wire(), row.Provider.Wire(), WireNames.Of(row.Status), row.Reason == DeliveryReason.None ? null : row.Reason.ToString(), row.UpdatedAt);
}
