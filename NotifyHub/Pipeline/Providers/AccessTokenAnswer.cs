using System.Text.Json;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers;

/// <summary>What a vendor's token endpoint answers (RFC 6749, 5): an access token, or why there is none.</summary>
internal static class AccessTokenAnswer
{
    private const int Margin = 60;
    private const int LongestLife = 86_400;

    /// <summary>Reads an answer; an access token is used until a minute before it ends.</summary>
    public static AuthToken Read(VendorAnswer answer, DateTimeOffset now, TimeSpan overloadFloor)
    {
        // Nothing was sent to the vendor itself yet, so nothing can have been delivered.
        if (answer.Fault is { } fault) return AuthToken.Failed(fault.AsRetry() with { MaybeDelivered = false });
        var body = answer.Body.AsObject();
        return answer.Status == 200 ? ReadToken(body, now) : AuthToken.Failed(Refused(answer, body, now, overloadFloor));
    }

    // Neither this body nor a part of it is ever kept: it is the token.
    private static AuthToken ReadToken(JsonElement? body, DateTimeOffset now)
    {
        var token = body?.Text("access_token");
        var life = Math.Min(body?.Whole("expires_in") ?? 0, LongestLife);
        if (token is not { Length: > 0 } || !token.All(c => c is > ' ' and <= '~') || life <= 0)
            return AuthToken.Failed(new(OutcomeKind.Retry) { Status = 200, Code = TransportFault.Malformed });
        return new(token, now, now.AddSeconds(Math.Max(life - Margin, life / 2)));
    }

    private static ProviderOutcome Refused(VendorAnswer answer, JsonElement? body, DateTimeOffset now, TimeSpan overloadFloor)
    {
        var judged = answer.Status is 400 or 401 or 403 && body is not null;
        return new(judged || answer.Status == 404 ? OutcomeKind.CredentialBad : OutcomeKind.Retry)
        {
            Status = answer.Status,
            Code = VendorText.Word(body?.TextOrWhole("error")) ?? VendorOutcome.StatusCode(answer.Status),
            RetryAfter = RetryAfterHeader.Read(answer.Headers!, now),
            RetryFloor = overloadFloor,
            Body = VendorText.Kept(body?.Text("error_description")),
        };
    }
}
