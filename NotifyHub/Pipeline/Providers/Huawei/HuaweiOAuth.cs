using System.Net.Http.Headers;
using System.Text;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>Changes client id and secret for an access token (RFC 6749, 4.4; Huawei's "OAuth 2.0, client credentials").</summary>
internal sealed class HuaweiOAuth(HuaweiCredential credential, Uri address, HttpClient client, TimeSpan timeout, TimeProvider clock)
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    /// <summary>A fresh access token, or why there is none.</summary>
    public async Task<AuthToken> MintAsync()
    {
        var form = $"grant_type=client_credentials&client_id={Uri.EscapeDataString(credential.ClientId)}&client_secret={Uri.EscapeDataString(credential.ClientSecret)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = ProviderClient.VersionFor(address),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new WireContent(Encoding.ASCII.GetBytes(form), Form),
        };
        return AccessTokenAnswer.Read(await VendorWire.SendAsync(client, request, timeout, CancellationToken.None), clock.GetUtcNow(), HuaweiOutcomes.OverloadFloor);
    }
}
