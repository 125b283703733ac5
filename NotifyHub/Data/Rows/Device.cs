namespace NotifyHub.Data.Rows;

public enum DeviceStatus { Active = 1, Retired = 2, Quarantined = 3 }

/// <summary>An endpoint: one app installation or browser of one provider.</summary>
public sealed class Device : IProjectRow
{
    /// <summary>Wire prefix <c>dev</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public ProviderKind Provider { get; set; }
    /// <summary>The token (Web Push: JSON of endpoint and keys), sealed to this row.</summary>
    public required byte[] SealedToken { get; set; }
    /// <summary>Keyed hash of provider and token: look-up and uniqueness without the token.</summary>
    public required byte[] TokenHash { get; set; }
    /// <summary>Last characters, shown in place of the token.</summary>
    public required string TokenTail { get; set; }
    /// <summary>production or sandbox; null while unconfirmed.</summary>
    public string? Environment { get; set; }
    public string? InstallationId { get; set; }
    /// <summary>The app's own id of its user.</summary>
    public string? UserId { get; set; }
    /// <summary>64 lower-case hex characters.</summary>
    public string? FingerprintHex { get; set; }
    public string? Platform { get; set; }
    public string? Locale { get; set; }
    public string? TimeZone { get; set; }
    public string? AppVersion { get; set; }
    public string? OsVersion { get; set; }
    public string? Model { get; set; }
    /// <summary>granted, denied, provisional, default; null when unknown.</summary>
    public string? Permission { get; set; }
    /// <summary>JSON object.</summary>
    public string? Metadata { get; set; }
    /// <summary>JSON object.</summary>
    public string? Traits { get; set; }
    public DeviceStatus Status { get; set; }
    /// <summary>Why it is retired: the vendor's word or "deleted", "replaced".</summary>
    public string? RetiredReason { get; set; }
    public DateTimeOffset? RetiredAt { get; set; }
    /// <summary>The vendor asked for fewer messages to this one device: nothing is sent to it before this.</summary>
    public DateTimeOffset? SlowUntil { get; set; }
    /// <summary>Set while the invalidation circuit-breaker keeps a token that the vendor called dead; it can be restored.</summary>
    public DateTimeOffset? QuarantinedAt { get; set; }
    /// <summary>The vendor's word for it.</summary>
    public string? QuarantineReason { get; set; }
    /// <summary>Last time that the app registered the token; a vendor's report of death that is older does not count.</summary>
    public DateTimeOffset RegisteredAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}
