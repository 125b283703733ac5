namespace NotifyHub.Data.Rows;

/// <summary>A token that a member made for the command line: it reads and changes what is the member's own in one project.</summary>
public sealed class PersonalToken : IProjectRow
{
    /// <summary>Wire prefix <c>pat</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The member's account.</summary>
    public long UserId { get; set; }
    /// <summary>What they call it, 1 to 100 characters.</summary>
    public required string Name { get; set; }
    /// <summary>First part of the token, to find the row by.</summary>
    public required string LookupId { get; set; }
    /// <summary>Hash of the secret part.</summary>
    public required byte[] SecretHash { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A word to somebody who has no account yet, or none in this project.</summary>
public sealed class Invitation : IProjectRow
{
    /// <summary>Wire prefix <c>inv</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public required string Email { get; set; }
    public ProjectRole Role { get; set; }
    /// <summary>Hash of the secret in the link.</summary>
    public required byte[] SecretHash { get; set; }
    /// <summary>Account of who invited.</summary>
    public long InvitedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A code that was mailed to a member who signs in without a password. One at a time.</summary>
public sealed class SignInCode
{
    /// <summary>The account.</summary>
    public long UserId { get; set; }
    public required byte[] CodeHash { get; set; }
    /// <summary>Wrong tries so far.</summary>
    public int Tries { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>A member's passkey (WebAuthn level 3). In columns of its own: the framework keeps one as a JSON document, whose column a move between engines would not see.</summary>
public sealed class Passkey
{
    /// <summary>As the authenticator gave it.</summary>
    public required byte[] CredentialId { get; set; }
    /// <summary>The account.</summary>
    public long UserId { get; set; }
    /// <summary>What they call it, at most 100 characters.</summary>
    public string? Name { get; set; }
    /// <summary>COSE key.</summary>
    public required byte[] PublicKey { get; set; }
    /// <summary>Of the last use.</summary>
    public long SignCount { get; set; }
    /// <summary>Comma-separated: internal, usb, nfc, ble, hybrid.</summary>
    public string? Transports { get; set; }
    public bool IsUserVerified { get; set; }
    public bool IsBackupEligible { get; set; }
    public bool IsBackedUp { get; set; }
    public required byte[] AttestationObject { get; set; }
    public required byte[] ClientDataJson { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}
