using System.Net.Http.Headers;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>One VAPID key's way to the push services: a JWT per origin. The connections are shared, since they belong to the push services.</summary>
internal sealed class WebPushClient(VapidCredential credential, HttpClient http, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    private static readonly MediaTypeHeaderValue Binary = new("application/octet-stream");
    private static readonly TimeSpan Kept = TimeSpan.FromHours(11);
    private static readonly TimeSpan Valid = TimeSpan.FromHours(12);   // RFC 8292 allows 24

    private readonly AuthTokenCache _tokens = new(clock, TimeSpan.Zero);

    /// <summary>Posts one encrypted body.</summary>
    public async Task<VendorAnswer> PostAsync(Uri endpoint, WebPushHeaders headers, byte[] body, CancellationToken cancel)
    {
        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        var token = await _tokens.GetAsync(origin, () => Task.FromResult(Mint(origin)), cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Version = ProviderClient.VersionFor(endpoint),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new WireContent(body, Binary),
        };
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", $"vapid t={token.Value}, k={credential.PublicKey}");
        headers.AddTo(request.Headers);
        return await VendorWire.SendAsync(http, request, timeout, cancel);
    }

    public void Dispose() => credential.Dispose();

    private AuthToken Mint(string origin)
    {
        var now = clock.GetUtcNow();
        var jwt = CompactJwt.Sign(
            header =>
            {
                header.WriteString("typ", "JWT");
                header.WriteString("alg", "ES256");
            },
            claims =>
            {
                claims.WriteString("aud", origin);
                claims.WriteNumber("exp", (now + Valid).ToUnixTimeSeconds());
                claims.WriteString("sub", credential.Subject);
            },
            credential.Sign);
        return new(jwt, now, now + Kept);
    }
}
