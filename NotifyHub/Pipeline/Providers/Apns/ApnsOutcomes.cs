using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>What each answer of APNs means (Apple, "Handling notification responses from APNs").</summary>
internal static class ApnsOutcomes
{
    /// <summary>Reason of a 410 that is older than the device's last registration.</summary>
    public const string StaleUnregistered = "stale_unregistered";

    /// <summary>Status and reason to meaning; whatever is not here is judged by its status.</summary>
    public static readonly FrozenDictionary<(int Status, string Reason), OutcomeKind> Table = new Dictionary<(int, string), OutcomeKind>
    {
        [(400, "BadDeviceToken")] = OutcomeKind.EnvironmentMismatch,   // TokenDead once the environment is confirmed
        [(400, "DeviceTokenNotForTopic")] = OutcomeKind.TokenDead,
        [(400, "BadTopic")] = OutcomeKind.CredentialBad,
        [(400, "MissingTopic")] = OutcomeKind.CredentialBad,
        [(400, "TopicDisallowed")] = OutcomeKind.CredentialBad,
        [(400, "BadCollapseId")] = OutcomeKind.ContentBad,
        [(400, "BadExpirationDate")] = OutcomeKind.ContentBad,
        [(400, "BadMessageId")] = OutcomeKind.ContentBad,
        [(400, "BadPriority")] = OutcomeKind.ContentBad,
        [(400, "InvalidPushType")] = OutcomeKind.ContentBad,
        [(400, "DuplicateHeaders")] = OutcomeKind.ContentBad,
        [(400, "MissingDeviceToken")] = OutcomeKind.ContentBad,
        [(400, "PayloadEmpty")] = OutcomeKind.ContentBad,
        [(400, "IdleTimeout")] = OutcomeKind.Retry,
        [(403, "ExpiredProviderToken")] = OutcomeKind.AuthExpired,
        [(403, "InvalidProviderToken")] = OutcomeKind.CredentialBad,
        [(403, "MissingProviderToken")] = OutcomeKind.CredentialBad,
        [(403, "BadCertificate")] = OutcomeKind.CredentialBad,
        [(403, "BadCertificateEnvironment")] = OutcomeKind.CredentialBad,
        [(403, "Forbidden")] = OutcomeKind.CredentialBad,
        [(403, "UnrelatedKeyIdInToken")] = OutcomeKind.CredentialBad,
        [(403, "BadEnvironmentKeyIdInToken")] = OutcomeKind.CredentialBad,
        [(403, "BadEnvironmentKeyInToken")] = OutcomeKind.CredentialBad,
        [(404, "BadPath")] = OutcomeKind.ContentBad,
        [(405, "MethodNotAllowed")] = OutcomeKind.ContentBad,
        [(410, "Unregistered")] = OutcomeKind.TokenDead,
        [(410, "ExpiredToken")] = OutcomeKind.TokenDead,
        [(413, "PayloadTooLarge")] = OutcomeKind.ContentBad,
        [(429, "TooManyRequests")] = OutcomeKind.TokenSlow,
        [(429, "TooManyProviderTokenUpdates")] = OutcomeKind.Retry,
        [(500, "InternalServerError")] = OutcomeKind.Retry,
        [(503, "ServiceUnavailable")] = OutcomeKind.Retry,
        [(503, "Shutdown")] = OutcomeKind.Retry,
    }.ToFrozenDictionary();

    /// <summary>Answers after which Apple closes the connection: the next request needs another.</summary>
    public static bool WantsReconnect(ProviderOutcome outcome) => outcome.Code is "Shutdown" or "IdleTimeout";

    /// <summary>The outcome of an answer. <paramref name="confirmed"/>: the token's environment is known.</summary>
    public static ProviderOutcome Read(VendorAnswer answer, DeviceTarget target, bool confirmed, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return fault.AsRetry();
        var status = answer.Status!.Value;
        if (status == 200) return new(OutcomeKind.Accepted) { Status = status, MessageId = VendorText.Id(answer.Header("apns-id")) };

        var body = answer.Body.AsObject();
        var reason = VendorText.Word(body?.Text("reason"));
        var kind = reason is not null && Table.TryGetValue((status, reason), out var known) ? known : ByStatus(status, reason is not null);
        if (kind == OutcomeKind.EnvironmentMismatch && confirmed) kind = OutcomeKind.TokenDead;
        var code = reason ?? (status is >= 400 and < 500 and not (413 or 429) ? TransportFault.Malformed : VendorOutcome.StatusCode(status));
        var outcome = VendorOutcome.Of(kind, code, answer, now, target.Token);
        return status == 410 && kind == OutcomeKind.TokenDead ? Died(outcome, Timestamp(body?.Whole("timestamp")), target) : outcome;
    }

    // A device that registered again after its token was seen dead has proved it alive.
    private static ProviderOutcome Died(ProviderOutcome outcome, DateTimeOffset? since, DeviceTarget target) =>
        since < target.RegisteredAt
            ? outcome with { Kind = OutcomeKind.Retry, Code = StaleUnregistered, TokenDeadSince = since }
            : outcome with { TokenDeadSince = since };

    // Without a reason of Apple's the answer may come from something in between, and nobody's token or key is judged by that.
    private static OutcomeKind ByStatus(int status, bool fromApple) => (status, fromApple) switch
    {
        (413, _) => OutcomeKind.ContentBad,
        (400 or 404 or 405, true) => OutcomeKind.ContentBad,
        (401 or 403, true) => OutcomeKind.CredentialBad,
        (410, true) => OutcomeKind.TokenDead,
        _ => OutcomeKind.Retry,
    };

    private static DateTimeOffset? Timestamp(long? milliseconds) =>
        milliseconds is >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value) : null;
}
