using System.Net.Http.Headers;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>One service account's way to FCM: its access token and its connections, both long-lived.</summary>
internal sealed class FcmClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    // Google does not mind fresh tokens; this only keeps a credential that is refused for good from minting one per message.
    private static readonly TimeSpan MinReuse = TimeSpan.FromMinutes(1);

    private readonly FcmCredential credential;
    private readonly HttpClient http;
    private readonly TimeSpan timeout;
    private readonly TimeProvider clock;
    private readonly AuthTokenCache tokens;
    private readonly FcmOAuth oauth;
    private readonly Uri address;

    public FcmClient(FcmCredential credential, FcmOptions options, IEgress egress, TimeProvider clock)
    {
        (this.credential, this.clock, timeout) = (credential, clock, options.TotalTimeout);
        http = ProviderClient.Create(egress, "fcm", options);
        tokens = new(clock, MinReuse);
        oauth = new(credential, http, timeout, clock);
        address = new($"{options.BaseUrl.TrimEnd('/')}/v1/projects/{Uri.EscapeDataString(credential.ProjectId)}/messages:send");
    }

    /// <summary>Sends one rendered message; a refused access token is minted again once.</summary>
    public Task<ProviderOutcome> SendAsync(ReadOnlyMemory<byte> body, string deviceToken, CancellationToken cancel) =>
        AuthorizedSend.RunAsync(tokens, "", oauth.MintAsync, async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Version = ProviderClient.VersionFor(address),
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
                Content = new WireContent(body, Json),
            };
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.Value}");
            return FcmOutcomes.Read(await VendorWire.SendAsync(http, request, timeout, cancel), deviceToken, clock.GetUtcNow());
        }, cancel);

    public void Dispose()
    {
        http.Dispose();
        credential.Dispose();
    }
}
