namespace NotifyHub.Data.Rows;

/// <summary>What an alert is about.</summary>
public enum AlertKind { HealthLow = 1, Quarantined = 2, CredentialTrouble = 3, BreakerOpen = 4, BacklogAge = 5, JobFailed = 6, NodeLost = 7, StoreTrouble = 8, WebhookStopped = 9 }

/// <summary>Something that an operator should know; open until it is over. At most one open per project, kind and subject.</summary>
public sealed class Alert : IProjectRow
{
    /// <summary>Wire prefix <c>alr</c>.</summary>
    public long Id { get; set; }
    /// <summary>0 for what concerns the whole installation.</summary>
    public long ProjectId { get; set; }
    public AlertKind Kind { get; set; }
    /// <summary>What it is about: a vendor's wire name, a job, a node.</summary>
    public required string Subject { get; set; }
    /// <summary>Cause and remedy in words, without secrets.</summary>
    public required string Detail { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    /// <summary>Last time that the trouble was seen.</summary>
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    /// <summary>When messages about the opening were made (<see cref="AlertMessage"/>), or it was seen that nobody is to be told; null while that is still to be done.</summary>
    public DateTimeOffset? ToldAt { get; set; }
    /// <summary>The same for its end.</summary>
    public DateTimeOffset? EndToldAt { get; set; }
}
