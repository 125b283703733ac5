namespace NotifyHub.Data.Rows;

/// <summary>How somebody is told.</summary>
public enum AlertChannel { Email = 1, Webhook = 2 }

/// <summary>One message about an alert to one place; retried until it is taken or its tries are over.</summary>
public sealed class AlertMessage : IProjectRow
{
    /// <summary>Also the webhook's message id: the same over all tries.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long AlertId { get; set; }
    public AlertChannel Channel { get; set; }
    /// <summary>An address, or a URL.</summary>
    public required string Target { get; set; }
    /// <summary>Subject of a mail; a webhook's event type.</summary>
    public required string Subject { get; set; }
    /// <summary>Text of a mail; a webhook's body, whose bytes are the same over all tries.</summary>
    public required string Body { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>When it is tried next; null when it is done or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public int Tries { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>Why the last try failed, in words.</summary>
    public string? Error { get; set; }
}
