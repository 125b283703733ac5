using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>Changes the service account's signature for an access token (RFC 7523, Google's "OAuth 2.0 for service accounts").</summary>
internal sealed class FcmOAuth(FcmCredential credential, HttpClient client, TimeSpan timeout, TimeProvider clock)
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";
    private const int AssertionSeconds = 3600;
    private const int Margin = 60;
    private const int LongestLife = 86_400;

    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    /// <summary>A fresh access token, or why there is none.</summary>
    public async Task<AuthToken> MintAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, credential.TokenUri)
        {
            Version = ProviderClient.VersionFor(credential.TokenUri),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new WireContent(Encoding.ASCII.GetBytes($"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={Assertion()}"), Form),
        };
        var answer = await VendorWire.SendAsync(client, request, timeout, CancellationToken.None);
        return Read(answer, clock.GetUtcNow());
    }

    private static AuthToken Read(VendorAnswer answer, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return AuthToken.Failed(OfFault(fault));
        var body = answer.Body.AsObject();
        return answer.Status == 200 ? ReadToken(body, now) : AuthToken.Failed(Refused(answer, body, now));
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

    private static ProviderOutcome Refused(VendorAnswer answer, JsonElement? body, DateTimeOffset now)
    {
        var judged = answer.Status is 400 or 401 or 403 && body is not null;
        return new(judged || answer.Status == 404 ? OutcomeKind.CredentialBad : OutcomeKind.Retry)
        {
            Status = answer.Status,
            Code = VendorText.Word(body?.Text("error")) ?? VendorOutcome.StatusCode(answer.Status),
            RetryAfter = RetryAfterHeader.Read(answer.Headers!, now),
            RetryFloor = FcmOutcomes.OverloadFloor,
            Body = VendorText.Kept(body?.Text("error_description")),
        };
    }

    // Nothing was sent to FCM yet, so nothing can have been delivered. A refused address came with the credential.
    private static ProviderOutcome OfFault(TransportFault fault) => fault.Code == TransportFault.EgressRefused
        ? new(OutcomeKind.CredentialBad) { Code = fault.Code }
        : fault.AsRetry() with { MaybeDelivered = false };

    private string Assertion()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return CompactJwt.Sign(
            header =>
            {
                header.WriteString("alg", "RS256");
                header.WriteString("typ", "JWT");
                if (credential.KeyId is { } id) header.WriteString("kid", id);
            },
            claims =>
            {
                claims.WriteString("iss", credential.ClientEmail);
                claims.WriteString("scope", Scope);
                claims.WriteString("aud", credential.TokenUri.OriginalString);
                claims.WriteNumber("iat", now);
                claims.WriteNumber("exp", now + AssertionSeconds);
            },
            credential.Sign);
    }
}
