namespace NotifyHub.Templates.Content;

/// <summary>What a template says in one language, by channel. Every text is a source of the template language.</summary>
public sealed record TemplateContent
{
    /// <summary>Language tag, as in de or de-AT.</summary>
    public required string Locale { get; init; }
    /// <summary>For phones and browsers.</summary>
    public TemplatePush? Push { get; init; }
    /// <summary>For mail.</summary>
    public TemplateEmail? Email { get; init; }
    /// <summary>For the inbox.</summary>
    public TemplateInbox? Inbox { get; init; }
}

/// <summary>Words of a push.</summary>
public sealed record TemplatePush
{
    /// <summary>First line.</summary>
    public string? Title { get; init; }
    /// <summary>Second line (APNs only).</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>Must fill in to an https address.</summary>
    public string? ImageUrl { get; init; }
    /// <summary>Up to four buttons.</summary>
    public IReadOnlyList<TemplateAction>? Actions { get; init; }
}

/// <summary>A button.</summary>
public sealed record TemplateAction
{
    /// <summary>Comes back with the interaction; 1 to 64 characters, no source.</summary>
    public required string Id { get; init; }
    /// <summary>What it says.</summary>
    public required string Title { get; init; }
    /// <summary>Opens a text field.</summary>
    public bool IsTextInput { get; init; }
    /// <summary>Shown in red where the platform can.</summary>
    public bool IsDestructive { get; init; }
}

/// <summary>A mail.</summary>
public sealed record TemplateEmail
{
    /// <summary>One line.</summary>
    public required string Subject { get; init; }
    /// <summary>The mail as plain text.</summary>
    public string? Text { get; init; }
    /// <summary>The mail as HTML. Values are escaped for where they stand; none may stand in script, style or a tag itself.</summary>
    public string? Html { get; init; }
}

/// <summary>An entry of the inbox.</summary>
public sealed record TemplateInbox
{
    /// <summary>First line.</summary>
    public required string Title { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>Must fill in to an https address.</summary>
    public string? ImageUrl { get; init; }
    /// <summary>Where it leads.</summary>
    public string? Link { get; init; }
}
