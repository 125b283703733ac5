using System.Collections.Frozen;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>What each word of Expo means: in a ticket and a receipt (one message), and about a whole request.</summary>
internal static class ExpoOutcomes
{
    /// <summary>Our word for a refusal that names no reason.</summary>
    public const string Unclassified = "unclassified";

    /// <summary>Words of tickets and receipts (<c>details.error</c>). A word that is not here is tried again, since it judges neither token nor message for sure.</summary>
    public static readonly FrozenDictionary<string, OutcomeKind> OfMessage = new Dictionary<string, OutcomeKind>
    {
        ["DeviceNotRegistered"] = OutcomeKind.TokenDead,
        ["MessageTooBig"] = OutcomeKind.ContentBad,
        ["MessageRateExceeded"] = OutcomeKind.TokenSlow,
        ["MismatchSenderId"] = OutcomeKind.CredentialBad,
        ["InvalidCredentials"] = OutcomeKind.CredentialBad,
        ["UNAUTHORIZED"] = OutcomeKind.CredentialBad,
        ["DeveloperError"] = OutcomeKind.ContentBad,   // second-hand: named in Expo's SDK, in no document
        ["ExpoError"] = OutcomeKind.Retry,
        ["ProviderError"] = OutcomeKind.Retry,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words about a request (<c>errors[].code</c>) whatever its status; the rest is judged by the status.</summary>
    public static readonly FrozenDictionary<string, OutcomeKind> OfRequest = new Dictionary<string, OutcomeKind>
    {
        ["UNAUTHORIZED"] = OutcomeKind.CredentialBad,
        ["TOO_MANY_REQUESTS"] = OutcomeKind.Retry,
        ["INTERNAL_SERVER_ERROR"] = OutcomeKind.Retry,
        ["PUSH_TOO_MANY_EXPERIENCE_IDS"] = OutcomeKind.Retry,   // split and sent again while there is anything to split
        ["PUSH_TOO_MANY_NOTIFICATIONS"] = OutcomeKind.Retry,    // likewise
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The outcome of one ticket.</summary>
    public static ProviderOutcome Ticket(JsonElement ticket) => ticket.Text("status") switch
    {
        "ok" when VendorText.Id(ticket.Text("id")) is { } id =>
            new(OutcomeKind.Accepted) { Status = 200, MessageId = id, ReceiptAfter = RelayContract.Expo.ReceiptAfter },
        "error" => Refused(ticket),
        // Neither: it may have been taken all the same.
        _ => new(OutcomeKind.Retry) { Status = 200, Code = TransportFault.Malformed, Body = Kept(ticket), MaybeDelivered = true },
    };

    /// <summary>The outcome of one receipt; null when it says neither "ok" nor "error", which is as good as none.</summary>
    public static ProviderOutcome? Receipt(JsonElement receipt) => receipt.Text("status") switch
    {
        "ok" => new(OutcomeKind.Accepted) { Status = 200 },
        "error" => Refused(receipt),
        _ => null,
    };

    /// <summary>The outcome of a request that was refused as a whole, in Expo's own form.</summary>
    public static OutcomeKind Request(int status, string? code, bool transient)
    {
        if (code is not null && OfRequest.TryGetValue(code, out var kind)) return kind;
        if (transient) return OutcomeKind.Retry;
        return status switch
        {
            400 or 413 or 422 => OutcomeKind.ContentBad,
            401 or 403 => OutcomeKind.CredentialBad,
            _ => OutcomeKind.Retry,
        };
    }

    private static ProviderOutcome Refused(JsonElement answer)
    {
        var word = VendorText.Word(answer.Member("details")?.Text("error"));
        var kind = word is not null && OfMessage.TryGetValue(word, out var known) ? known : OutcomeKind.Retry;
        return new(kind) { Status = 200, Code = word ?? Unclassified, Body = Kept(answer) };
    }

    private static string? Kept(JsonElement answer) => VendorText.Kept(ExpoTokens.Redact(answer.GetRawText()));
}
