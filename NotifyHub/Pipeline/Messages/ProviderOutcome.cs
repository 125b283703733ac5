namespace NotifyHub.Pipeline.Messages;

/// <summary>What a vendor's answer means to us; one enum for all vendors. The engine acts on this alone.</summary>
public enum OutcomeKind
{
    /// <summary>The vendor took it (not: the device showed it).</summary>
    Accepted,
    /// <summary>The vendor says that this token is gone: retire it, no retry.</summary>
    TokenDead,
    /// <summary>This one device is over its limit: delay this token only.</summary>
    TokenSlow,
    /// <summary>Overload, 5xx, 429, connection fault, timeout: retry ladder, or exactly the vendor's Retry-After.</summary>
    Retry,
    /// <summary>Our short-lived auth token was refused: mint a fresh one once and resend.</summary>
    AuthExpired,
    /// <summary>Key, team, topic, sender or project is wrong: pause this credential, keep every token, burn no retry.</summary>
    CredentialBad,
    /// <summary>This message can never be accepted: terminal for the delivery, the token stays.</summary>
    ContentBad,
    /// <summary>A sandbox token sent to production or the reverse (APNs).</summary>
    EnvironmentMismatch,
}

/// <summary>A vendor's answer as a value.</summary>
public sealed record ProviderOutcome(OutcomeKind Kind)
{
    /// <summary>The code of a call that ended long after its time limit: this process stood still (stopped, or starved of CPU), so the missing answer says nothing about the vendor.</summary>
    public const string StoodStill = "stood_still";

    /// <summary>HTTP status, null when no answer came.</summary>
    public int? Status { get; init; }
    /// <summary>The vendor's own word (<c>BadDeviceToken</c>, <c>UNREGISTERED</c>) or ours when no answer came (<c>timeout</c>, <c>connect_refused</c>, <c>reset</c>, <c>tls</c>, <c>malformed</c>, <c>stood_still</c>).</summary>
    public string? Code { get; init; }
    /// <summary>The vendor's id of the message (<c>apns-id</c>, FCM <c>name</c>, Web Push <c>Location</c>, Expo ticket).</summary>
    public string? MessageId { get; init; }
    /// <summary>Wait asked for by the vendor, honoured exactly; clamped to 0 to 6 h.</summary>
    public TimeSpan? RetryAfter { get; init; }
    /// <summary>Shortest first wait when no Retry-After came (FCM: 10 s, quota 60 s).</summary>
    public TimeSpan? RetryFloor { get; init; }
    /// <summary>Calls after which it is given up, when that is sooner than the retry ladder's end (a code that no table knows).</summary>
    public int? MostTries { get; init; }
    /// <summary>When the vendor saw the token die (APNs 410 timestamp).</summary>
    public DateTimeOffset? TokenDeadSince { get; init; }
    /// <summary>The answer's body, at most 2 KB, without tokens.</summary>
    public string? Body { get; init; }
    /// <summary>The bytes may have reached the vendor though no answer came: a resend may show twice.</summary>
    public bool MaybeDelivered { get; init; }
    /// <summary>Time to live that the push service granted, when it is shorter than what was asked for (Web Push).</summary>
    public TimeSpan? GrantedTimeToLive { get; init; }
    /// <summary>Only a relay took it: what Apple or Google said can be asked for by <see cref="MessageId"/> after this time (Expo).</summary>
    public TimeSpan? ReceiptAfter { get; init; }
    /// <summary>One answer to a request of several messages, which another of them tells already: it says nothing more about the vendor's state.</summary>
    public bool Repeats { get; init; }
    /// <summary>APNs environment that accepted the token, when it was learned by this call.</summary>
    public string? LearnedEnvironment { get; init; }
}
