namespace NotifyHub.Data.Rows;

/// <summary>An address that gets no mail of this project any more. The address itself is not kept.</summary>
public sealed class MailSuppression : IProjectRow
{
    /// <summary>Wire prefix <c>sup</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>Keyed hash of the address in lower case.</summary>
    public required byte[] AddressHash { get; set; }
    /// <summary>After the at sign: shown in place of the address.</summary>
    public required string Domain { get; set; }
    /// <summary>hard_bounce or complaint.</summary>
    public required string Reason { get; set; }
    /// <summary>The server's code.</summary>
    public string? Code { get; set; }
    /// <summary>The endpoint that it was found at: comes back when this row is removed.</summary>
    public long? DeviceId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A mail that went nowhere because no server is set: kept to be looked at.</summary>
public sealed class OutboxMail : IProjectRow
{
    /// <summary>What <see cref="UserId"/> begins with where the mail is an invitation: its link is for the invited alone, so only owners see the mail here.</summary>
    public const string InvitationPrefix = "invitation:";

    /// <summary>Wire prefix <c>mal</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long DeliveryId { get; set; }
    /// <summary>Whose mail it is; forgotten with them.</summary>
    public string? UserId { get; set; }
    public required string Recipient { get; set; }
    public required string Subject { get; set; }
    /// <summary>The mail as a server would have got it.</summary>
    public required string Source { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
