namespace NotifyHub.Templates.Content;

/// <summary>What a template says once its values are in, by channel. A channel's own locale tells which language of the chain it came from.</summary>
public sealed record RenderedContent
{
    /// <summary>The most exact language that the template has for the one asked for.</summary>
    public required string Locale { get; init; }
    public RenderedPush? Push { get; init; }
    public string? PushLocale { get; init; }
    public RenderedEmail? Email { get; init; }
    public string? EmailLocale { get; init; }
    public RenderedInbox? Inbox { get; init; }
    public string? InboxLocale { get; init; }
}

/// <summary>Words of a push.</summary>
public sealed record RenderedPush(string? Title, string? Subtitle, string? Body, string? ImageUrl, IReadOnlyList<PushAction> Actions);

/// <summary>A mail.</summary>
public sealed record RenderedEmail(string Subject, string? Text, string? Html);

/// <summary>An entry of the inbox.</summary>
public sealed record RenderedInbox(string Title, string? Body, string? ImageUrl, string? Link);
