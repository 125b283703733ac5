namespace NotifyHub.Data.Rows;

/// <summary>States of a delivery; docs/delivery-states.md draws them. Sent means that the vendor accepted it; whether the device confirmed it is <see cref="DeliveryTask.AckedAt"/>.</summary>
public enum DeliveryStatus
{
    Scheduled = 1, Queued = 2, Sending = 3, Retrying = 4, Held = 5, Delayed = 6,
    Sent = 10, Suppressed = 11, Expired = 12, Failed = 13, Cancelled = 14,
}

/// <summary>What a relay's later answer said. Unknown: none came in the time for which the relay keeps it.</summary>
public enum ReceiptState { None = 0, Waiting = 1, Ok = 2, Error = 3, Unknown = 4 }

/// <summary>Lanes of the claim, most urgent first.</summary>
public enum DeliveryLane { Critical = 0, High = 1, Normal = 2, Bulk = 3 }

/// <summary>Why a delivery ended or waits. One stable enum; the wire and the dashboard show its name.</summary>
public enum DeliveryReason
{
    None = 0, PreferenceOptedOut = 1, ChannelOff = 2, QuietHours = 3, FrequencyCap = 4, StaleToken = 5, DeviceMuted = 6, NoDevice = 7,
    TtlExpired = 8, TokenDead = 9, RetriesExhausted = 10, ContentBad = 11, CredentialBad = 12, Cancelled = 13, Holdout = 14,
    DeviceRetired = 15, ChannelNotConfigured = 16, ProviderTrouble = 17, DeviceSlow = 18, Poison = 19, CredentialPaused = 20, Superseded = 21,
    TokenQuarantined = 22, ProviderResting = 23, RateLimited = 24,
    MutedByPerson = 25, ReadElsewhere = 26, FallbackWait = 27, Bundled = 28, Presence = 29, TypeOff = 30,
}

/// <summary>One notification to one endpoint: the "send". This table is the queue; there is no other.</summary>
public sealed class DeliveryTask : IProjectRow
{
    /// <summary>Wire prefix <c>dlv</c>; also the message id that the device sees.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long NotificationId { get; set; }
    public long DeviceId { get; set; }
    public ProviderKind Provider { get; set; }
    /// <summary>Whom a notification to people is for; null for a push to a device.</summary>
    public long? PersonId { get; set; }
    public DeliveryStatus Status { get; set; }
    public DeliveryReason Reason { get; set; }
    public DeliveryLane Lane { get; set; }
    /// <summary>Not before this.</summary>
    public DateTimeOffset DueAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    /// <summary>Calls to the vendor so far that used retry budget.</summary>
    public int Attempts { get; set; }
    /// <summary>Times the process died while it was in flight (called, and no result written); 3 make it poison.</summary>
    public int Crashes { get; set; }
    /// <summary>Boot id of the process that holds it while Sending; a result is only written by the holder.</summary>
    public long? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    /// <summary>Last vendor outcome (OutcomeKind's name).</summary>
    public string? Outcome { get; set; }
    /// <summary>Last vendor word or our own (BadDeviceToken, timeout).</summary>
    public string? Error { get; set; }
    public string? ProviderMessageId { get; set; }
    /// <summary>An earlier call ended without an answer after bytes were sent: the device may get it twice.</summary>
    public bool MaybeDuplicate { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? AckedAt { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }
    public string? CollapseKey { get; set; }
    /// <summary>Times an operator sent this dead letter again; its attempts stay.</summary>
    public int Replays { get; set; }
    public DateTimeOffset? ReplayedAt { get; set; }
    /// <summary>An operator put this dead letter aside: it leaves the list of dead letters and stays in the history.</summary>
    public DateTimeOffset? DiscardedAt { get; set; }
    /// <summary>When a relay that answers later (Expo) is asked next what became of it; null when nothing is to be asked.</summary>
    public DateTimeOffset? ReceiptDueAt { get; set; }
    public ReceiptState Receipt { get; set; }
    /// <summary>The relay's word when the receipt tells of a failure.</summary>
    public string? ReceiptError { get; set; }
    /// <summary>Copies from the notification, so that the lists' indexes need no join.</summary>
    public string? CampaignId { get; set; }
    public string? TemplateId { get; set; }
    public string? Category { get; set; }
}
