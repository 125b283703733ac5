namespace NotifyHub.Data.Rows;

/// <summary>server keys (<c>nhs_</c>) do what their scopes say; publishable keys (<c>nhp_</c>) may ship in an app.</summary>
public enum ApiKeyKind { Server = 1, Publishable = 2 }

/// <summary>What a server key may do. Names on the wire are lower case.</summary>
[Flags]
public enum ApiScopes { None = 0, Send = 1, Devices = 2, Users = 4, Preferences = 8, Events = 16, Read = 32, Manage = 64, All = 127 }

/// <summary>A key of a project. The key itself is shown once and never stored.</summary>
public sealed class ApiKey : IProjectRow
{
    /// <summary>Wire prefix <c>key</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public ApiKeyKind Kind { get; set; }
    public required string Name { get; set; }
    /// <summary>Public part, indexed: the look-up is by this, the comparison by <see cref="Hash"/>.</summary>
    public required string LookupId { get; set; }
    /// <summary>SHA-256 of the whole key.</summary>
    public required byte[] Hash { get; set; }
    public ApiScopes Scopes { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
    /// <summary>The key that takes this one's place; this one then ends at <see cref="ExpiresAt"/>.</summary>
    public long? RotatedToId { get; set; }
}
