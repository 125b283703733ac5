using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>
/// What each answer of the Bot API means (core.telegram.org/bots/api, Making requests, ResponseParameters). Telegram promises error_code and ok; its words
/// may change, it says, so they decide only where one code has several meanings: of a refused chat (400, 403).
/// </summary>
internal static class TelegramOutcomes
{
    private static readonly TimeSpan RateFloor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OverloadFloor = TimeSpan.FromSeconds(5);

    /// <summary>error_code to outcome.</summary>
    public static readonly FrozenDictionary<long, OutcomeKind> Table = new Dictionary<long, OutcomeKind>
    {
        [400] = OutcomeKind.ContentBad,        // but see DeadWords
        [401] = OutcomeKind.CredentialBad,     // the token was revoked
        [403] = OutcomeKind.TokenDead,         // blocked, kicked, deactivated; but see MendableWords
        [404] = OutcomeKind.CredentialBad,     // no such bot
        [406] = OutcomeKind.ContentBad,
        [409] = OutcomeKind.Retry,
        [413] = OutcomeKind.ContentBad,
        [420] = OutcomeKind.Retry,             // flood, of MTProto, as local servers pass it on
        [429] = OutcomeKind.Retry,
        [500] = OutcomeKind.Retry,
        [502] = OutcomeKind.Retry,
        [503] = OutcomeKind.Retry,
        [504] = OutcomeKind.Retry,
    }.ToFrozenDictionary();

    /// <summary>Of 400: there is no such chat any more.</summary>
    public static readonly string[] DeadWords = ["chat not found", "user not found", "PEER_ID_INVALID", "group chat was upgraded to a supergroup chat", "group chat was deactivated", "chat_id is empty"];

    /// <summary>Of 403: the person has not pressed Start yet, or an administrator may give the right; the address stays.</summary>
    public static readonly string[] MendableWords = ["can't initiate conversation", "not enough rights", "need administrator rights", "is not a member of the"];

    /// <summary>The outcome of an answer.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="secrets">Kept out of what is written down: the bot's token, the chat.</param>
    /// <param name="now">For Retry-After.</param>
    public static ProviderOutcome Read(VendorAnswer answer, ReadOnlySpan<string?> secrets, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return fault.AsRetry();
        var status = answer.Status!.Value;
        var body = answer.Body.AsObject();
        var ok = body is { } said && said.TryGetProperty("ok", out var flag) ? flag.ValueKind : default;
        if (status == 200 && ok == System.Text.Json.JsonValueKind.True)
        {
            return new(OutcomeKind.Accepted) { Status = status, MessageId = VendorText.Id(body?.Member("result")?.TextOrWhole("message_id")) };
        }
        if (ok != System.Text.Json.JsonValueKind.False || body?.Whole("error_code") is not { } code)
        {
            // A proxy's page, half a JSON: neither token nor account is judged by it; a broken success may have been one.
            var word = status is < 200 or (>= 300 and < 400) or 429 or >= 500 ? VendorOutcome.StatusCode(status) : TransportFault.Malformed;
            return VendorOutcome.Of(OutcomeKind.Retry, word, answer, now, secrets) with { MaybeDelivered = status == 200, RetryFloor = status is 429 ? RateFloor : status >= 500 ? OverloadFloor : null };
        }
        var name = $"telegram_{code}";
        if (!Table.TryGetValue(code, out var kind)) return UnclassifiedAnswer.Mark(VendorOutcome.Of(OutcomeKind.Retry, name, answer, now, secrets));
        var words = body.Value.Text("description") ?? "";
        kind = code switch
        {
            400 when Says(words, DeadWords) => OutcomeKind.TokenDead,
            403 when Says(words, MendableWords) => OutcomeKind.ContentBad,
            _ => kind,
        };
        var outcome = VendorOutcome.Of(kind, name, answer, now, secrets);
        return kind != OutcomeKind.Retry ? outcome : outcome with { RetryAfter = Wait(body.Value) ?? outcome.RetryAfter, RetryFloor = code is 429 or 420 ? RateFloor : OverloadFloor };
    }

    private static TimeSpan? Wait(System.Text.Json.JsonElement body) => body.Member("parameters")?.Whole("retry_after") is { } seconds and >= 0
        ? TimeSpan.FromSeconds(Math.Min(seconds, Security.Egress.RetryAfterHeader.Longest.TotalSeconds)) : null;

    private static bool Says(string words, string[] any) => any.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase));
}
