using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>What each answer of FCM means (Firebase, "ErrorCode" of the HTTP v1 API).</summary>
internal static class FcmOutcomes
{
    /// <summary>Shortest first wait after overload, when FCM names none.</summary>
    public static readonly TimeSpan OverloadFloor = TimeSpan.FromSeconds(10);

    /// <summary>Shortest first wait after a used-up quota, which is counted by the minute.</summary>
    public static readonly TimeSpan QuotaFloor = TimeSpan.FromSeconds(60);

    /// <summary>FCM's own codes; the two that need a second look (INVALID_ARGUMENT, QUOTA_EXCEEDED) stand with their plain meaning.</summary>
    public static readonly FrozenDictionary<(int Status, string Code), OutcomeKind> Table = new Dictionary<(int, string), OutcomeKind>
    {
        [(404, "UNREGISTERED")] = OutcomeKind.TokenDead,
        [(400, "INVALID_ARGUMENT")] = OutcomeKind.ContentBad,            // TokenDead when the token is what is invalid
        [(403, "SENDER_ID_MISMATCH")] = OutcomeKind.TokenDead,
        [(401, "THIRD_PARTY_AUTH_ERROR")] = OutcomeKind.CredentialBad,
        [(401, "UNAUTHENTICATED")] = OutcomeKind.AuthExpired,
        [(403, "PERMISSION_DENIED")] = OutcomeKind.CredentialBad,
        [(429, "QUOTA_EXCEEDED")] = OutcomeKind.Retry,                   // TokenSlow when it is the device's own quota
        [(429, "RESOURCE_EXHAUSTED")] = OutcomeKind.Retry,
        [(503, "UNAVAILABLE")] = OutcomeKind.Retry,
        [(500, "INTERNAL")] = OutcomeKind.Retry,
    }.ToFrozenDictionary();

    /// <summary>The outcome of an answer to a send.</summary>
    public static ProviderOutcome Read(VendorAnswer answer, string token, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return fault.AsRetry();
        var status = answer.Status!.Value;
        if (status == 200) return ReadAccepted(answer, token, now);

        var said = FcmAnswer.Read(answer.Body);
        var code = said.Code ?? (status is >= 400 and < 500 and not (401 or 429) ? TransportFault.Malformed : VendorOutcome.StatusCode(status));
        return VendorOutcome.Of(Judge(status, said), code, answer, now, token) with { RetryFloor = Floor(status) };
    }

    // A success that does not name the message is no proof of one; yet it may have been one.
    private static ProviderOutcome ReadAccepted(VendorAnswer answer, string token, DateTimeOffset now) =>
        VendorText.Id(answer.Body.AsObject()?.Text("name")) is { } name
            ? new(OutcomeKind.Accepted) { Status = 200, MessageId = name }
            : VendorOutcome.Of(OutcomeKind.Retry, TransportFault.Malformed, answer, now, token) with { MaybeDelivered = true };

    private static OutcomeKind Judge(int status, FcmAnswer said)
    {
        if (said.Code is null) return status == 401 ? OutcomeKind.AuthExpired : OutcomeKind.Retry;
        if (status == 429 && said.DeviceQuota) return OutcomeKind.TokenSlow;
        if (status == 400 && said is { Code: "INVALID_ARGUMENT", AboutToken: true }) return OutcomeKind.TokenDead;
        return Table.TryGetValue((status, said.Code), out var kind) ? kind : ByStatus(status);
    }

    private static OutcomeKind ByStatus(int status) => status switch
    {
        400 => OutcomeKind.ContentBad,
        401 => OutcomeKind.AuthExpired,
        403 => OutcomeKind.CredentialBad,
        _ => OutcomeKind.Retry,
    };

    private static TimeSpan? Floor(int status) => status switch
    {
        429 => QuotaFloor,
        >= 500 => OverloadFloor,
        _ => null,
    };
}
