using System.Collections.Frozen;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>What each answer of Push Kit means (HMS Core, "Downlink message", response codes). The code decides; the HTTP status only where there is none.</summary>
internal static class HuaweiOutcomes
{
    /// <summary>All went well.</summary>
    public const string Success = "80000000";

    /// <summary>Some of the tokens were bad; which, says <c>msg</c>.</summary>
    public const string PartialSuccess = "80100000";

    /// <summary>The app has no right to high urgency.</summary>
    public const string NoHighUrgency = "80300011";

    /// <summary>Shortest first wait after overload, when Huawei names none.</summary>
    public static readonly TimeSpan OverloadFloor = TimeSpan.FromSeconds(10);

    /// <summary>All codes but success and partial success, which need their own reading.</summary>
    public static readonly FrozenDictionary<string, OutcomeKind> Table = new Dictionary<string, OutcomeKind>(StringComparer.Ordinal)
    {
        ["80100001"] = OutcomeKind.ContentBad,       // a parameter is wrong
        ["80100003"] = OutcomeKind.ContentBad,       // the message's structure is wrong
        ["80100004"] = OutcomeKind.ContentBad,       // its time to live lies in the past
        ["80100013"] = OutcomeKind.ContentBad,       // collapse_key
        ["80100016"] = OutcomeKind.ContentBad,       // sensitive content: for its author to see
        ["80100017"] = OutcomeKind.Retry,            // too many topic tasks at once
        ["80100018"] = OutcomeKind.ContentBad,       // a reviewed message was changed
        ["80200001"] = OutcomeKind.AuthExpired,      // never a dead token
        ["80200003"] = OutcomeKind.AuthExpired,
        ["80200005"] = OutcomeKind.AuthExpired,      // the same for a JWT
        ["80300002"] = OutcomeKind.CredentialBad,    // the app may not push
        ["80300007"] = OutcomeKind.TokenDead,        // all tokens are bad, and there is one
        ["80300008"] = OutcomeKind.ContentBad,       // over 4096 bytes
        ["80300010"] = OutcomeKind.ContentBad,       // number of tokens: we send one, so there is nothing to split, and once more is no other request
        [NoHighUrgency] = OutcomeKind.ContentBad,    // the client sends it again at normal urgency first
        ["80300013"] = OutcomeKind.ContentBad,       // the receipt's address, which only an override can set
        ["80600003"] = OutcomeKind.Retry,            // their own way to the token service failed
        ["81000001"] = OutcomeKind.Retry,            // inner error
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The outcome of an answer to a send to one token.</summary>
    public static ProviderOutcome Read(VendorAnswer answer, string token, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return fault.AsRetry();
        var status = answer.Status!.Value;
        var body = answer.Body.AsObject();
        var code = VendorText.Word(body?.TextOrWhole("code"));
        if (status >= 500 || code is null) return OfStatus(answer, code, token, now);
        return code switch
        {
            Success when status == 200 => Accepted(body!.Value),
            PartialSuccess when status == 200 => OfPartial(answer, body!.Value, token, now),
            _ => OfCode(answer, code, token, now),
        };
    }

    private static ProviderOutcome Accepted(JsonElement body) => new(OutcomeKind.Accepted) { Status = 200, MessageId = VendorText.Id(body.Text("requestId")) };

    private static ProviderOutcome OfCode(VendorAnswer answer, string code, string token, DateTimeOffset now) => Table.TryGetValue(code, out var kind)
        ? VendorOutcome.Of(kind, code, answer, now, token)
        : UnclassifiedAnswer.Mark(VendorOutcome.Of(OutcomeKind.Retry, code, answer, now, token));

    // One token was sent, so it is either among the bad ones or was taken. The list stands as JSON in a string.
    private static ProviderOutcome OfPartial(VendorAnswer answer, JsonElement body, string token, DateTimeOffset now)
    {
        if (Inner(body.Text("msg")) is not { } said) return Unsaid(answer, TransportFault.Malformed, token, now) with { MaybeDelivered = true };
        return said.Texts("illegal_tokens").Contains(token, StringComparer.Ordinal)
            ? VendorOutcome.Of(OutcomeKind.TokenDead, PartialSuccess, answer, now, token)
            : Accepted(body) with { Code = PartialSuccess };
    }

    private static ProviderOutcome OfStatus(VendorAnswer answer, string? code, string token, DateTimeOffset now) => answer.Status switch
    {
        // A success without its code is no proof of one; yet it may have been one.
        200 => Unsaid(answer, TransportFault.Malformed, token, now) with { MaybeDelivered = true },
        401 => VendorOutcome.Of(OutcomeKind.AuthExpired, VendorOutcome.StatusCode(401), answer, now, token),
        429 or >= 500 => Unsaid(answer, code ?? VendorOutcome.StatusCode(answer.Status), token, now) with { RetryFloor = OverloadFloor },
        >= 400 => Unsaid(answer, TransportFault.Malformed, token, now),
        _ => Unsaid(answer, VendorOutcome.StatusCode(answer.Status), token, now),
    };

    private static ProviderOutcome Unsaid(VendorAnswer answer, string code, string token, DateTimeOffset now) =>
        VendorOutcome.Of(OutcomeKind.Retry, code, answer, now, token);

    private static JsonElement? Inner(string? json)
    {
        if (string.IsNullOrEmpty(json)) return null;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json) is { ValueKind: JsonValueKind.Object } inner ? inner : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
