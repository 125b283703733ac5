using System.Collections.Frozen;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>
/// What each answer of MiPush means. Xiaomi documents few codes: these are the names in its own server SDK, and what senders have seen.
/// Every one of them stands here and nowhere else, so that a correction is one line.
/// </summary>
internal static class MiPushOutcomes
{
    /// <summary>All went well.</summary>
    public const string Success = "0";

    /// <summary>Shortest first wait after overload, when Xiaomi names none.</summary>
    public static readonly TimeSpan OverloadFloor = TimeSpan.FromSeconds(10);

    /// <summary>Shortest first wait after a used-up rate, which is counted by the minute.</summary>
    public static readonly TimeSpan RateFloor = TimeSpan.FromSeconds(60);

    /// <summary>Seen as the answer to a token that is gone, though the SDK calls it "illegal application": then the words decide.</summary>
    private const string IllegalApplication = "22000";

    /// <summary>All codes but success.</summary>
    public static readonly FrozenDictionary<string, OutcomeKind> Table = new Dictionary<string, OutcomeKind>(StringComparer.Ordinal)
    {
        ["20301"] = OutcomeKind.TokenDead,                // no valid target
        [IllegalApplication] = OutcomeKind.TokenDead,
        ["10029"] = OutcomeKind.TokenDead,                // illegal device

        ["-1"] = OutcomeKind.Retry,                       // unknown error
        ["10001"] = OutcomeKind.Retry,                    // system error
        ["10002"] = OutcomeKind.Retry,                    // service suspended
        ["10003"] = OutcomeKind.Retry,                    // remote service error
        ["10009"] = OutcomeKind.Retry,                    // busy
        ["10010"] = OutcomeKind.Retry,                    // task timed out
        ["10011"] = OutcomeKind.Retry,                    // RPC error
        ["22020"] = OutcomeKind.Retry,                    // seen; the SDK says "illegal description of the application"
        ["22102"] = OutcomeKind.Retry,                    // sending failed
        ["10022"] = OutcomeKind.Retry,                    // too often: by address
        ["10023"] = OutcomeKind.Retry,                    // by user
        ["10024"] = OutcomeKind.Retry,                    // by user and call
        ["10027"] = OutcomeKind.Retry,                    // by application
        ["10028"] = OutcomeKind.Retry,                    // by application, in all
        ["22101"] = OutcomeKind.Retry,                    // too many messages of this application

        ["10004"] = OutcomeKind.CredentialBad,            // our address is not allowed
        ["10005"] = OutcomeKind.CredentialBad,            // the app lacks a right
        ["10006"] = OutcomeKind.CredentialBad,            // no key was given
        ["10013"] = OutcomeKind.CredentialBad,            // illegal user
        ["10014"] = OutcomeKind.CredentialBad,            // the app's access is restricted
        ["10026"] = OutcomeKind.CredentialBad,            // the app is on a black list
        ["21301"] = OutcomeKind.CredentialBad,            // authentication failed
        ["22001"] = OutcomeKind.CredentialBad,            // no such application
        ["22002"] = OutcomeKind.CredentialBad,            // application revoked
        ["22004"] = OutcomeKind.CredentialBad,            // application unknown
        ["22006"] = OutcomeKind.CredentialBad,            // application id
        ["22007"] = OutcomeKind.CredentialBad,            // application key
        ["22008"] = OutcomeKind.CredentialBad,            // application secret
        ["22022"] = OutcomeKind.CredentialBad,            // package name

        ["100"] = OutcomeKind.ContentBad,                 // a parameter is empty
        ["10008"] = OutcomeKind.ContentBad,               // a parameter is wrong
        ["10012"] = OutcomeKind.ContentBad,               // illegal request
        ["10016"] = OutcomeKind.ContentBad,               // a parameter is missing
        ["10017"] = OutcomeKind.ContentBad,               // a parameter's value is illegal
        ["10018"] = OutcomeKind.ContentBad,               // too long
        ["10025"] = OutcomeKind.ContentBad,               // callback address, which only an override can set
        ["22021"] = OutcomeKind.ContentBad,               // seen; the SDK says "the user has not authorized the application"
        ["22100"] = OutcomeKind.ContentBad,               // illegal form of a message
        ["22103"] = OutcomeKind.ContentBad,               // notify_id
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Rates = FrozenSet.Create(StringComparer.Ordinal, "10022", "10023", "10024", "10027", "10028", "22101");

    /// <summary>The outcome of an answer.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="token">The registration id, to be kept out of what is written down.</param>
    /// <param name="secret">The AppSecret, likewise.</param>
    /// <param name="now">For Retry-After.</param>
    public static ProviderOutcome Read(VendorAnswer answer, string token, string secret, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return fault.AsRetry();
        var body = answer.Body.AsObject();
        var code = VendorText.Word(body?.TextOrWhole("code"));
        if (answer.Status == 200 && code == Success && body?.Text("result") is "ok") return Accepted(body.Value);
        if (code is null or Success || answer.Status >= 500) return Unsaid(answer, code, token, secret, now);
        return Table.TryGetValue(code, out var kind)
            ? VendorOutcome.Of(BlamesTheApp(code, body!.Value) ? OutcomeKind.CredentialBad : kind, code, answer, now, token, secret) with { RetryFloor = Floor(code, kind) }
            : UnclassifiedAnswer.Mark(VendorOutcome.Of(OutcomeKind.Retry, code, answer, now, token, secret));
    }

    private static ProviderOutcome Accepted(JsonElement body) =>
        new(OutcomeKind.Accepted) { Status = 200, MessageId = VendorText.Id(body.Member("data")?.Text("id") ?? body.Text("trace_id")) };

    // An answer without Xiaomi's words (a proxy's page, half a JSON) judges neither token nor account; a broken success may have been one.
    private static ProviderOutcome Unsaid(VendorAnswer answer, string? code, string token, string secret, DateTimeOffset now)
    {
        var status = answer.Status!.Value;
        var word = status switch
        {
            >= 500 => code is null or Success ? VendorOutcome.StatusCode(status) : code,
            429 or < 200 or (>= 300 and < 400) => VendorOutcome.StatusCode(status),
            _ => TransportFault.Malformed,
        };
        return VendorOutcome.Of(OutcomeKind.Retry, word, answer, now, token, secret) with
        {
            MaybeDelivered = status == 200,
            RetryFloor = status is 429 or >= 500 ? OverloadFloor : null,
        };
    }

    private static bool BlamesTheApp(string code, JsonElement body) =>
        code == IllegalApplication && (Mentions(body.Text("reason")) || Mentions(body.Text("description")));

    private static bool Mentions(string? words) =>
        words is not null && (words.Contains("application", StringComparison.OrdinalIgnoreCase) || words.Contains("应用", StringComparison.Ordinal));

    private static TimeSpan? Floor(string code, OutcomeKind kind) =>
        kind != OutcomeKind.Retry ? null : Rates.Contains(code) ? RateFloor : OverloadFloor;
}
