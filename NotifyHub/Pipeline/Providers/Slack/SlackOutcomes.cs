using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>What each answer of Slack means (docs.slack.dev, chat.postMessage, Errors). Slack says ok or its error in the body, nearly always with HTTP 200.</summary>
internal static class SlackOutcomes
{
    private static readonly TimeSpan RateFloor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OverloadFloor = TimeSpan.FromSeconds(5);

    /// <summary>Error to outcome.</summary>
    public static readonly FrozenDictionary<string, OutcomeKind> Table = new Dictionary<string, OutcomeKind>
    {
        ["channel_not_found"] = OutcomeKind.TokenDead,         // no such member or conversation, or not for this bot's eyes
        ["user_not_found"] = OutcomeKind.TokenDead,
        ["users_not_found"] = OutcomeKind.TokenDead,
        ["is_archived"] = OutcomeKind.TokenDead,

        ["ratelimited"] = OutcomeKind.Retry,
        ["rate_limited"] = OutcomeKind.Retry,
        ["message_limit_exceeded"] = OutcomeKind.Retry,        // the workspace's own limit
        ["internal_error"] = OutcomeKind.Retry,
        ["fatal_error"] = OutcomeKind.Retry,
        ["request_timeout"] = OutcomeKind.Retry,
        ["service_unavailable"] = OutcomeKind.Retry,
        ["team_added_to_org"] = OutcomeKind.Retry,             // while the workspace moves into an organisation

        ["not_authed"] = OutcomeKind.CredentialBad,
        ["invalid_auth"] = OutcomeKind.CredentialBad,
        ["account_inactive"] = OutcomeKind.CredentialBad,      // the app was removed
        ["token_revoked"] = OutcomeKind.CredentialBad,
        ["token_expired"] = OutcomeKind.CredentialBad,
        ["missing_scope"] = OutcomeKind.CredentialBad,
        ["not_allowed_token_type"] = OutcomeKind.CredentialBad,
        ["no_permission"] = OutcomeKind.CredentialBad,
        ["access_denied"] = OutcomeKind.CredentialBad,
        ["accesslimited"] = OutcomeKind.CredentialBad,
        ["ekm_access_denied"] = OutcomeKind.CredentialBad,
        ["enterprise_is_restricted"] = OutcomeKind.CredentialBad,
        ["org_login_required"] = OutcomeKind.CredentialBad,
        ["team_access_not_granted"] = OutcomeKind.CredentialBad,
        ["two_factor_setup_required"] = OutcomeKind.CredentialBad,

        // Of one conversation, and its people can mend it: the address stays.
        ["not_in_channel"] = OutcomeKind.ContentBad,           // the bot was not invited
        ["restricted_action"] = OutcomeKind.ContentBad,
        ["restricted_action_read_only_channel"] = OutcomeKind.ContentBad,
        ["restricted_action_thread_only_channel"] = OutcomeKind.ContentBad,
        ["restricted_action_non_threadable_channel"] = OutcomeKind.ContentBad,
        ["messages_tab_disabled"] = OutcomeKind.ContentBad,
        ["as_user_not_supported"] = OutcomeKind.ContentBad,
        ["msg_too_long"] = OutcomeKind.ContentBad,
        ["no_text"] = OutcomeKind.ContentBad,
        ["invalid_arguments"] = OutcomeKind.ContentBad,
        ["invalid_blocks"] = OutcomeKind.ContentBad,
        ["invalid_json"] = OutcomeKind.ContentBad,
        ["json_not_object"] = OutcomeKind.ContentBad,
        ["invalid_charset"] = OutcomeKind.ContentBad,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The outcome of an answer.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="secrets">Kept out of what is written down: the bot's token, the address.</param>
    /// <param name="now">For Retry-After.</param>
    public static ProviderOutcome Read(VendorAnswer answer, ReadOnlySpan<string?> secrets, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return fault.AsRetry();
        var status = answer.Status!.Value;
        var body = answer.Body.AsObject();
        var ok = body is { } said && said.TryGetProperty("ok", out var flag) ? flag.ValueKind : default;
        if (status == 200 && ok == System.Text.Json.JsonValueKind.True)
        {
            return new(OutcomeKind.Accepted) { Status = status, MessageId = VendorText.Id(body?.Text("ts")) };
        }
        if (status is 429 or >= 500)
        {
            return VendorOutcome.Of(OutcomeKind.Retry, VendorText.Word(body?.Text("error")) ?? VendorOutcome.StatusCode(status), answer, now, secrets) with { RetryFloor = status == 429 ? RateFloor : OverloadFloor };
        }
        if (ok != System.Text.Json.JsonValueKind.False || VendorText.Word(body?.Text("error")) is not { } error)
        {
            // A proxy's page, half a JSON: neither token nor account is judged by it; a broken success may have been one.
            var word = status is < 200 or (>= 300 and < 400) ? VendorOutcome.StatusCode(status) : TransportFault.Malformed;
            return VendorOutcome.Of(OutcomeKind.Retry, word, answer, now, secrets) with { MaybeDelivered = status == 200 };
        }
        if (!Table.TryGetValue(error, out var kind)) return UnclassifiedAnswer.Mark(VendorOutcome.Of(OutcomeKind.Retry, error, answer, now, secrets));
        return VendorOutcome.Of(kind, error, answer, now, secrets) with
        {
            RetryFloor = kind != OutcomeKind.Retry ? null : error is "ratelimited" or "rate_limited" or "message_limit_exceeded" ? RateFloor : OverloadFloor,
        };
    }
}
