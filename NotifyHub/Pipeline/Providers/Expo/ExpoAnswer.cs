using System.Text;
using System.Text.Json;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>Expo's answer to a request of several messages: an outcome for each, or that they are to be sent again in parts.</summary>
/// <param name="Outcomes">One for each message, in order; null when <paramref name="Parts"/> say how to go on.</param>
/// <param name="Parts">Groups of messages that together are all of them. Nothing was taken.</param>
/// <param name="Experiences">Which token belongs to which app, where Expo said so.</param>
internal sealed record ExpoAnswer(
    IReadOnlyList<ProviderOutcome>? Outcomes, IReadOnlyList<IReadOnlyList<ExpoMessage>>? Parts = null, IReadOnlyDictionary<string, string>? Experiences = null)
{
    private const string TooManyApps = "PUSH_TOO_MANY_EXPERIENCE_IDS";
    private const string TooManyMessages = "PUSH_TOO_MANY_NOTIFICATIONS";

    /// <summary>Reads the answer to a request of these messages.</summary>
    public static ExpoAnswer Read(VendorAnswer answer, IReadOnlyList<ExpoMessage> sent, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return Each(sent, fault.AsRetry());
        var status = answer.Status!.Value;
        var body = answer.Body.AsObject();
        if (body?.Objects("errors").FirstOrDefault() is { ValueKind: JsonValueKind.Object } error) return Refused(answer, error, sent, now);
        if (status == 200) return Tickets(answer, body, sent, now);

        // Not Expo's own words (a gateway's page): no token, no message and no account is judged by it.
        var code = status is >= 400 and < 500 and not 429 ? TransportFault.Malformed : VendorOutcome.StatusCode(status);
        return Each(sent, Of(OutcomeKind.Retry, code, answer, now));
    }

    // Tickets have nothing but their order to tell whose they are: a count that does not match tells nothing about anybody.
    private static ExpoAnswer Tickets(VendorAnswer answer, JsonElement? body, IReadOnlyList<ExpoMessage> sent, DateTimeOffset now)
    {
        if (body is { } found && found.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() == sent.Count)
            return new([.. data.EnumerateArray().Select(ExpoOutcomes.Ticket)]);
        return Each(sent, Of(OutcomeKind.Retry, TransportFault.Malformed, answer, now) with { MaybeDelivered = true });
    }

    private static ExpoAnswer Refused(VendorAnswer answer, JsonElement error, IReadOnlyList<ExpoMessage> sent, DateTimeOffset now)
    {
        var code = VendorText.Word(error.Text("code"));
        if (code == TooManyApps && ByApp(error, sent) is { } split) return split;
        var kind = ExpoOutcomes.Request(answer.Status!.Value, code, IsTransient(error));
        // One message spoils the whole request: halving finds it, and lets the others go.
        if (sent.Count > 1 && (kind == OutcomeKind.ContentBad || code is TooManyApps or TooManyMessages))
            return new(null, [[.. sent.Take(sent.Count / 2)], [.. sent.Skip(sent.Count / 2)]]);
        return Each(sent, Of(kind, code ?? VendorOutcome.StatusCode(answer.Status), answer, now));
    }

    // {"@owner/app": ["ExponentPushToken[...]", ...], ...}; null when that parts nothing.
    private static ExpoAnswer? ByApp(JsonElement error, IReadOnlyList<ExpoMessage> sent)
    {
        if (error.Member("details") is not { } details) return null;
        var apps = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var app in details.EnumerateObject().Where(app => app.Value.ValueKind == JsonValueKind.Array))
            foreach (var token in app.Value.EnumerateArray().Where(token => token.ValueKind == JsonValueKind.String))
                if (TextOf(token) is { } text) apps[text] = app.Name;
        var parts = sent.GroupBy(message => apps.GetValueOrDefault(message.Token)).Select(group => (IReadOnlyList<ExpoMessage>)[.. group]).ToList();
        return parts.Count > 1 ? new(null, parts, apps) : null;
    }

    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)   // an escaped half of a surrogate pair: no token
        {
            return null;
        }
    }

    private static bool IsTransient(JsonElement error) => error.TryGetProperty("isTransient", out var value) && value.ValueKind == JsonValueKind.True;

    // One request that fails is one failure of the vendor, however many messages it held.
    private static ExpoAnswer Each(IReadOnlyList<ExpoMessage> sent, ProviderOutcome outcome) => new([outcome, .. Enumerable.Repeat(outcome with { Repeats = true }, sent.Count - 1)]);

    /// <summary>An outcome of a whole answer, its body without any device's token.</summary>
    internal static ProviderOutcome Of(OutcomeKind kind, string? code, VendorAnswer answer, DateTimeOffset now) => new(kind)
    {
        Status = answer.Status,
        Code = code,
        RetryAfter = answer.Headers is { } headers ? RetryAfterHeader.Read(headers, now) : null,
        Body = answer.Body.Bytes.IsEmpty ? null : VendorText.Kept(ExpoTokens.Redact(Encoding.UTF8.GetString(answer.Body.Bytes.Span))),
    };
}
