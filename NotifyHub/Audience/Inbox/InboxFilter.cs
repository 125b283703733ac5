namespace NotifyHub.Audience.Inbox;

/// <summary>Parts of an inbox.</summary>
public enum InboxState
{
    /// <summary>Neither archived nor snoozed.</summary>
    All,
    /// <summary>Of those, what counts in the badge.</summary>
    Unread,
    /// <summary>Of those, the others.</summary>
    Read,
    Archived,
    /// <summary>Out of sight until a time.</summary>
    Snoozed,
}

/// <summary>What is looked for in an inbox.</summary>
/// <param name="State">Which part.</param>
/// <param name="Type">Only this type; null for all.</param>
/// <param name="Text">Words in title or text, whatever their case; null for all.</param>
/// <param name="From">Not older than this; null for all.</param>
/// <param name="To">Older than this; null for all.</param>
public sealed record InboxFilter(InboxState State, string? Type = null, string? Text = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What becomes of items. What is left out stays.</summary>
/// <param name="Read">Read, or unread again.</param>
/// <param name="Archived">Out of the way, or back.</param>
/// <param name="SnoozedUntil">Out of sight until then; a time that is past brings it back.</param>
/// <param name="Deleted">Thrown away, or brought back.</param>
public sealed record InboxChange(bool? Read = null, bool? Archived = null, DateTimeOffset? SnoozedUntil = null, bool? Deleted = null);

/// <summary>An item with its words.</summary>
/// <param name="Item">Where it stands.</param>
/// <param name="Title">First line.</param>
/// <param name="Body">Start of the text.</param>
/// <param name="Payload">The message as JSON, for picture and link.</param>
public sealed record InboxEntry(Data.Rows.InboxItem Item, string? Title, string? Body, string Payload)
{
    private PushMessage? Message => PushMessageJson.Read(Payload);

    /// <summary>Where it leads: a path, or an https address; null when it leads nowhere.</summary>
    public string? Link => Message is { } message
        ? message.Inbox?.Link ?? ((message.Route?["path"] ?? message.Data?["url"]) is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var link) ? link : null)
        : null;

    /// <summary>https picture; null for none.</summary>
    public string? ImageUrl => Message is { } message ? message.Inbox?.ImageUrl ?? message.ImageUrl : null;

    /// <summary>In the reader's own language, and in the words that a template has for the inbox.</summary>
    /// <param name="payload">The message in the reader's language; null where it has only one.</param>
    internal InboxEntry Said(string? payload)
    {
        var message = payload is null ? Message : PushMessageJson.Read(payload);
        return message is null || (payload is null && message.Inbox is null)
            ? this
            : new InboxEntry(Item, message.Inbox?.Title ?? message.Title, PushMessage.Excerpt(message.Inbox is { } own ? own.Body : message.Body), payload ?? Payload);
    }
}
