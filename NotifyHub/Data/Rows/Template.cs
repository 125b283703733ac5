namespace NotifyHub.Data.Rows;

/// <summary>A message that is written once and sent often. What it says lies in its versions, which never change.</summary>
public sealed class Template : IProjectRow
{
    /// <summary>Wire prefix <c>tpl</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The name that code calls it by, unique among those that are not archived.</summary>
    public required string Key { get; set; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    /// <summary>Number of the version that sends use when they name none.</summary>
    public int CurrentVersion { get; set; }
    /// <summary>Number of the newest version.</summary>
    public int LastVersion { get; set; }
    /// <summary>Languages of the current version, the default first, with commas: for lists.</summary>
    public string Locales { get; set; } = "";
    /// <summary>Channels of the current version with commas (push,email,inbox): for lists.</summary>
    public string Channels { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    /// <summary>Set when it is deleted: it can't be sent any more, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }
}

/// <summary>What a template said from a certain save on. Written once, never changed.</summary>
public sealed class TemplateVersion : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long TemplateId { get; set; }
    /// <summary>1, 2, 3 ... of the template.</summary>
    public int Number { get; set; }
    public required string DefaultLocale { get; set; }
    /// <summary>JSON array of the declared variables.</summary>
    public required string Variables { get; set; }
    /// <summary>What was changed, in the writer's words.</summary>
    public string? Note { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
}

/// <summary>A version in one language. Written with its version, never changed.</summary>
public sealed class TemplateLocale : IProjectRow
{
    public long VersionId { get; set; }
    public required string Locale { get; set; }
    public long ProjectId { get; set; }
    /// <summary>JSON of the sources by channel.</summary>
    public required string Content { get; set; }
}

/// <summary>What a notification says in a language other than the one on its own row: once for all its deliveries.</summary>
public sealed class NotificationContent : IProjectRow
{
    public long NotificationId { get; set; }
    public required string Locale { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The message as JSON (a PushMessage).</summary>
    public required string Payload { get; set; }
}
