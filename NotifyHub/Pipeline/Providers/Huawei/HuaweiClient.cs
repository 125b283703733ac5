using System.Net.Http.Headers;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>One app's way to Push Kit: its access token and its connections, both long-lived.</summary>
internal sealed class HuaweiClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    // Keeps a credential that is refused for good from minting a token per message.
    private static readonly TimeSpan MinReuse = TimeSpan.FromMinutes(1);

    // High urgency is a right that Huawei grants to an app by hand: once refused, it is not asked for again for a while.
    private static readonly TimeSpan NoHighFor = TimeSpan.FromHours(1);

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly AuthTokenCache _tokens;
    private readonly HuaweiOAuth _oauth;
    private readonly Uri _address;
    private long _noHighUntil;

    public HuaweiClient(HuaweiCredential credential, HuaweiOptions options, IEgress egress, TimeProvider clock)
    {
        (_clock, _timeout) = (clock, options.TotalTimeout);
        _http = ProviderClient.Create(egress, "huawei", options);
        _tokens = new(clock, MinReuse);
        _oauth = new(credential, options.TokenAddress, _http, _timeout, clock);
        _address = new($"{options.PushUrl.TrimEnd('/')}/v1/{Uri.EscapeDataString(credential.AppId)}/messages:send");
    }

    /// <summary>Sends one message; a refused access token is minted again once, a refused urgency lowered once.</summary>
    /// <param name="render">The request, at high urgency if so told.</param>
    /// <param name="high">The message asks for high urgency.</param>
    /// <param name="deviceToken">To be kept out of what is written down.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ProviderOutcome> SendAsync(Func<bool, ReadOnlyMemory<byte>> render, bool high, string deviceToken, CancellationToken cancel)
    {
        if (high && _clock.GetUtcNow().ToUnixTimeMilliseconds() < Volatile.Read(ref _noHighUntil))
            return Lowered(await SendAsync(render(false), deviceToken, cancel));

        var outcome = await SendAsync(render(high), deviceToken, cancel);
        if (!high || outcome.Code != HuaweiOutcomes.NoHighUrgency) return outcome;
        Volatile.Write(ref _noHighUntil, (_clock.GetUtcNow() + NoHighFor).ToUnixTimeMilliseconds());
        return Lowered(await SendAsync(render(false), deviceToken, cancel));
    }

    /// <summary>A token from the vendor itself, never the kept one.</summary>
    public Task<AuthToken> MintAsync() => _oauth.MintAsync();

    public void Dispose() => _http.Dispose();

    // The warning travels with the attempt: whoever looks at the send sees why it was less urgent than asked.
    private static ProviderOutcome Lowered(ProviderOutcome outcome) => outcome.Kind == OutcomeKind.Accepted
        ? outcome with { Code = HuaweiOutcomes.NoHighUrgency, Body = "Huawei grants this app no high urgency; the message was sent at normal urgency." }
        : outcome;

    private Task<ProviderOutcome> SendAsync(ReadOnlyMemory<byte> body, string deviceToken, CancellationToken cancel) =>
        AuthorizedSend.RunAsync(_tokens, "", _oauth.MintAsync, async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address)
            {
                Version = ProviderClient.VersionFor(_address),
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
                Content = new WireContent(body, Json),
            };
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.Value}");
            return HuaweiOutcomes.Read(await VendorWire.SendAsync(_http, request, _timeout, cancel), deviceToken, _clock.GetUtcNow());
        }, cancel);
}
