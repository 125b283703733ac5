namespace NotifyHub.Data.Rows;

/// <summary>Where a message to an endpoint stands.</summary>
public enum WebhookMessageState { Pending = 1, Delivered = 2, Failed = 3 }

/// <summary>One fact for one endpoint, written with the fact; tried until it is taken or its tries are over.</summary>
public sealed class WebhookMessage : IProjectRow
{
    /// <summary>Wire prefix <c>msg</c>: the value of webhook-id, the same over all tries.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long EndpointId { get; set; }
    /// <summary>Number of the event; 0 for a test.</summary>
    public int Event { get; set; }
    /// <summary>What it is about, as the wire calls it.</summary>
    public string? Subject { get; set; }
    /// <summary>Posted as it is: the same bytes over all tries.</summary>
    public required string Body { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public WebhookMessageState State { get; set; }
    /// <summary>When it is tried next, or until when somebody holds it; null when it is over.</summary>
    public DateTimeOffset? DueAt { get; set; }
    /// <summary>Tries since it was written or sent again.</summary>
    public int Tries { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    /// <summary>HTTP status of the last try; null when no answer came.</summary>
    public int? LastStatus { get; set; }
    /// <summary>Why the last try failed, in words.</summary>
    public string? LastError { get; set; }
}

/// <summary>One try and its answer.</summary>
public sealed class WebhookAttempt : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long MessageId { get; set; }
    public DateTimeOffset At { get; set; }
    /// <summary>HTTP status; null when no answer came.</summary>
    public int? Status { get; set; }
    /// <summary>Why it failed, in words.</summary>
    public string? Error { get; set; }
    /// <summary>Start of the answer.</summary>
    public string? Body { get; set; }
    public int DurationMs { get; set; }
}

/// <summary>A notification of which a webhook wants to hear the end.</summary>
public sealed class WebhookWatch : IProjectRow
{
    public long NotificationId { get; set; }
    public long ProjectId { get; set; }
    /// <summary>Deliveries to devices up to this id have ended.</summary>
    public long AfterDevice { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>When it is looked at next; null once the end was told.</summary>
    public DateTimeOffset? DueAt { get; set; }
}
