namespace NotifyHub.Data.Rows;

/// <summary>Why nothing is posted to an endpoint any more.</summary>
public enum WebhookStop
{
    None = 0,
    /// <summary>Somebody switched it off.</summary>
    ByHand = 1,
    /// <summary>It failed for five days.</summary>
    Failing = 2,
    /// <summary>It answered 410: it is not there any more.</summary>
    Gone = 3,
}

/// <summary>A place of the project's own that is told what happens.</summary>
public sealed class WebhookEndpoint : IProjectRow
{
    /// <summary>Wire prefix <c>whk</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public required string Url { get; set; }
    public string? Description { get; set; }
    /// <summary>Bit n for the event of number n.</summary>
    public int Events { get; set; }
    /// <summary>Signs what is posted; sealed to this row.</summary>
    public byte[] SealedSecret { get; set; } = [];
    /// <summary>The one before, which signs too until <see cref="OldSecretUntil"/>.</summary>
    public byte[]? SealedOldSecret { get; set; }
    public DateTimeOffset? OldSecretUntil { get; set; }
    public WebhookStop Stop { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    /// <summary>First failure since the last success; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
    /// <summary>Why the last try failed, in words.</summary>
    public string? LastError { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset UpdatedAt { get; set; }
}
