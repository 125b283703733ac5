using System.Net.Http.Headers;
using System.Text;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>Changes the service account's signature for an access token (RFC 7523, Google's "OAuth 2.0 for service accounts").</summary>
internal sealed class FcmOAuth(FcmCredential credential, HttpClient client, TimeSpan timeout, TimeProvider clock)
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";
    private const int AssertionSeconds = 3600;

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
        // The address came with the credential: one that may not be called is the credential's fault.
        return answer.Fault is { Code: TransportFault.EgressRefused }
            ? AuthToken.Failed(new(OutcomeKind.CredentialBad) { Code = TransportFault.EgressRefused })
            : AccessTokenAnswer.Read(answer, clock.GetUtcNow(), FcmOutcomes.OverloadFloor);
    }

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
