namespace NotifyHub.Data.Rows;

/// <summary>A project's user, as its backend describes them. Devices name the same <see cref="UserId"/>.</summary>
public sealed class Person : IProjectRow
{
    /// <summary>Wire prefix <c>usr</c>, used where the app's own id must not stand (the audit log).</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The app's own id of its user; unique in the project.</summary>
    public required string UserId { get; set; }
    /// <summary>64 lower-case hex characters; devices that carry it and no user id belong to this person too.</summary>
    public string? FingerprintHex { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? Name { get; set; }
    public string? Locale { get; set; }
    public string? TimeZone { get; set; }
    /// <summary>JSON object: what segments ask for.</summary>
    public string? Traits { get; set; }
    /// <summary>JSON object: addresses of further channels (slack, telegram, webhook).</summary>
    public string? Channels { get; set; }
    /// <summary>Its addresses and inbox are endpoints (devices); false for people of older versions until the job has been there.</summary>
    public bool HasEndpoints { get; set; }
    /// <summary>Account of the team member who this is; null for the app's own users.</summary>
    public long? MemberId { get; set; }
    /// <summary>User tokens that were made before this are worth nothing any more; null when none was taken back.</summary>
    public DateTimeOffset? TokensNotBefore { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}
