namespace NotifyHub.Data.Rows;

/// <summary>Who did what, when, from where. Append-only; each row's hash covers the one before it.</summary>
public sealed class AuditEntry
{
    public long Id { get; set; }
    /// <summary>Null for what concerns the whole installation.</summary>
    public long? ProjectId { get; set; }
    /// <summary>E-mail, key name or "system".</summary>
    public required string Actor { get; set; }
    /// <summary>Dotted verb: <c>key.created</c>, <c>credential.activated</c>, <c>signin.failed</c>.</summary>
    public required string Action { get; set; }
    /// <summary>Wire id of what it was done to.</summary>
    public string? Subject { get; set; }
    /// <summary>JSON without secrets.</summary>
    public string? Detail { get; set; }
    public string? Ip { get; set; }
    public DateTimeOffset At { get; set; }
    public required byte[] PreviousHash { get; set; }
    public required byte[] Hash { get; set; }
}
