namespace NotifyHub.Data.Rows;

/// <summary>Where a person's digest stands. Moved on in the transaction that writes the digest, so that no crash repeats or loses one.</summary>
public sealed class DigestState : IProjectRow
{
    public long PersonId { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The next slot. Slots are fixed by the clock, so they do not drift.</summary>
    public DateTimeOffset NextAt { get; set; }
    /// <summary>Inbox items up to this id were in an earlier digest.</summary>
    public long CoveredTo { get; set; }
    /// <summary>The slot of the last digest, sent or empty.</summary>
    public DateTimeOffset? LastSlot { get; set; }
}

/// <summary>A notification of which a person had too many of its kind: it did not go over the channel by itself, and comes in one summary with the others.</summary>
public sealed class Bundle : IProjectRow
{
    /// <summary>Digest key of the summaries themselves, which nothing bundles.</summary>
    public const string SummaryKey = "notifyhub.summary";

    public long PersonId { get; set; }
    /// <summary>The type's key.</summary>
    public required string Type { get; set; }
    public ChannelKind Channel { get; set; }
    public long NotificationId { get; set; }
    /// <summary>What its producer bundles by beside the type; empty for none.</summary>
    public required string DigestKey { get; set; }
    public long ProjectId { get; set; }
    /// <summary>When the summary goes out, as far as this one is concerned; the earliest of a group counts.</summary>
    public DateTimeOffset SummaryAt { get; set; }
}
