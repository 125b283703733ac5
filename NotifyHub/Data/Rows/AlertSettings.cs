namespace NotifyHub.Data.Rows;

/// <summary>Whom a project tells of its alerts, and from when on. No row: nobody is told, and the defaults hold.</summary>
public sealed class AlertSettings : IProjectRow
{
    public long ProjectId { get; set; }
    /// <summary>Addresses, one a line.</summary>
    public string Emails { get; set; } = "";
    /// <summary>Where alerts are posted to; null for nowhere.</summary>
    public string? WebhookUrl { get; set; }
    /// <summary>Signs what is posted; sealed to this row.</summary>
    public byte[]? SealedWebhookSecret { get; set; }
    /// <summary>Seconds that the oldest send may be overdue before it is an alert; null for the default.</summary>
    public int? BacklogSeconds { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public string UpdatedBy { get; set; } = "";
}
