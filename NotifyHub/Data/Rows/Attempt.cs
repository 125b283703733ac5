namespace NotifyHub.Data.Rows;

/// <summary>One call to a vendor and its answer; or what a relay said later of such a call.</summary>
public sealed class Attempt : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long DeliveryId { get; set; }
    /// <summary>1, 2, 3 ... within the delivery, over replays too.</summary>
    public int Number { get; set; }
    /// <summary>It is a relay's receipt for the call of the same number, and no call of its own.</summary>
    public bool IsReceipt { get; set; }
    /// <summary>OutcomeKind's name.</summary>
    public required string Outcome { get; set; }
    /// <summary>HTTP status; null when no answer came.</summary>
    public int? Status { get; set; }
    /// <summary>The vendor's word or ours.</summary>
    public string? Code { get; set; }
    public string? ProviderMessageId { get; set; }
    /// <summary>At most 2 KB, tokens redacted.</summary>
    public string? Body { get; set; }
    public int DurationMs { get; set; }
    /// <summary>Wait until the next try in ms, when there is one.</summary>
    public long? RetryInMs { get; set; }
    /// <summary>When the answer came.</summary>
    public DateTimeOffset At { get; set; }
}
