namespace NotifyHub.Data.Rows;

/// <summary>At most one active version per project and provider.</summary>
public enum CredentialState { Staged = 1, Active = 2, Retired = 3 }

/// <summary>A vendor account of a project; a new upload is a new version.</summary>
public sealed class ProviderCredential : IProjectRow
{
    /// <summary>Wire prefix <c>crd</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public ProviderKind Provider { get; set; }
    /// <summary>1, 2, 3 ... per project and provider.</summary>
    public int Version { get; set; }
    public CredentialState State { get; set; }
    /// <summary>Public part as JSON (key id, team, bundle, subject, public key).</summary>
    public required string Config { get; set; }
    /// <summary>Secret part, sealed to this row.</summary>
    public required byte[] SealedSecret { get; set; }
    /// <summary>Short print of the key, to tell versions apart.</summary>
    public required string Fingerprint { get; set; }
    /// <summary>ok, limited, rejected, malformed, unreachable; null before the first probe.</summary>
    public string? ProbeVerdict { get; set; }
    public string? ProbeCode { get; set; }
    public string? ProbeDetail { get; set; }
    public DateTimeOffset? ProbedAt { get; set; }
    /// <summary>Set when the vendor refused the credential: sends are held, none is burnt, until it is probed fine or replaced.</summary>
    public DateTimeOffset? PausedAt { get; set; }
    /// <summary>The vendor's word for the pause.</summary>
    public string? PauseReason { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset? ActivatedAt { get; set; }
    public DateTimeOffset? RetiredAt { get; set; }
}
