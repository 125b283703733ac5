namespace NotifyHub.Data.Rows;

/// <summary>An accepted intent. The payload is here once, not on every delivery.</summary>
public sealed class Notification : IProjectRow
{
    /// <summary>Wire prefix <c>ntf</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The message as JSON (a PushMessage).</summary>
    public required string Payload { get; set; }
    /// <summary>It says the same in several languages, which have rows of their own (<see cref="NotificationContent"/>); <see cref="Payload"/> is for those who read none of them.</summary>
    public bool Localized { get; set; }
    /// <summary>Title or localisation key, at most 200 characters, for lists and search; null for a silent push.</summary>
    public string? Title { get; set; }
    /// <summary>Start of the body, at most 200 characters.</summary>
    public string? Preview { get; set; }
    /// <summary>What was asked for in "to", as JSON.</summary>
    public required string Target { get; set; }
    public string? CampaignId { get; set; }
    public string? TemplateId { get; set; }
    public string? AudienceTag { get; set; }
    public string? Category { get; set; }
    /// <summary>Key of the type when it is a notification to people; null for a push.</summary>
    public string? Type { get; set; }
    /// <summary>What it is bundled by beside its type; null for the type alone.</summary>
    public string? DigestKey { get; set; }
    public string? CorrelationId { get; set; }
    /// <summary>W3C traceparent of the request that asked, when it was traced: later steps join that trace.</summary>
    public string? TraceParent { get; set; }
    /// <summary>One delivery each.</summary>
    public int Recipients { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>Asked-for time, null for at once.</summary>
    public DateTimeOffset? SendAt { get; set; }
    /// <summary>Asked-for wall time of each recipient's own clock (2026-06-11T08:00); SendAt is then the first moment of all.</summary>
    public string? SendAtLocal { get; set; }
    /// <summary>IANA zone of recipients whose own is not known; null for the project's.</summary>
    public string? SendAtZone { get; set; }
    /// <summary>Never sent after this; null means that it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    /// <summary>When somebody took it back: what has not left by then does not leave.</summary>
    public DateTimeOffset? CancelledAt { get; set; }
    /// <summary>Since when its deliveries are being given another time, one stretch after the other: until that is done each waits for <see cref="SendAt"/>. Null when none is.</summary>
    public DateTimeOffset? MovedAt { get; set; }
    /// <summary>Since when its campaign stands still: nothing of it is handed to a vendor until that is over. Null when it goes on.</summary>
    public DateTimeOffset? PausedAt { get; set; }
    /// <summary>Key that asked, null for the dashboard.</summary>
    public long? ApiKeyId { get; set; }
}
