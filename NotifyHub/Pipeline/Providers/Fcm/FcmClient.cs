using System.Net.Http.Headers;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>One service account's way to FCM: its access token and its connections, both long-lived.</summary>
internal sealed class FcmClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    // Google does not mind fresh tokens; this only keeps a credential that is refused for good from minting one per message.
    private static readonly TimeSpan MinReuse = TimeSpan.FromMinutes(1);

    private readonly FcmCredential _credential;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly AuthTokenCache _tokens;
    private readonly FcmOAuth _oauth;
    private readonly Uri _address;

    public FcmClient(FcmCredential credential, FcmOptions options, IEgress egress, TimeProvider clock)
    {
        (_credential, _clock, _timeout) = (credential, clock, options.TotalTimeout);
        _http = ProviderClient.Create(egress, "fcm", options);
        _tokens = new(clock, MinReuse);
        _oauth = new(credential, _http, _timeout, clock);
        _address = new($"{options.BaseUrl.TrimEnd('/')}/v1/projects/{Uri.EscapeDataString(credential.ProjectId)}/messages:send");
    }

    /// <summary>Sends one rendered message; a refused access token is minted again once.</summary>
    public Task<ProviderOutcome> SendAsync(ReadOnlyMemory<byte> body, string deviceToken, CancellationToken cancel) =>
        AuthorizedSend.RunAsync(_tokens, "", _oauth.MintAsync, async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address)
            {
                Version = ProviderClient.VersionFor(_address),
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
                Content = new WireContent(body, Json),
            };
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.Value}");
            return FcmOutcomes.Read(await VendorWire.SendAsync(_http, request, _timeout, cancel), deviceToken, _clock.GetUtcNow());
        }, cancel);

    public void Dispose()
    {
        _http.Dispose();
        _credential.Dispose();
    }
}
