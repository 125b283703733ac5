using System.Globalization;
using System.Net.Http.Headers;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>One app's way to MiPush: its long-lived connections. The secret itself goes into each request; there is no short-lived token.</summary>
internal sealed class MiPushClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded") { CharSet = "utf-8" };

    private readonly MiPushCredential _credential;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly Uri _send;
    private readonly string _counters;

    public MiPushClient(MiPushCredential credential, MiPushOptions options, IEgress egress, TimeProvider clock)
    {
        (_credential, _clock, _timeout) = (credential, clock, options.TotalTimeout);
        _http = ProviderClient.Create(egress, "mipush", options);
        var server = options.UrlOf(credential.Region);
        _send = new($"{server}/v3/message/regid");
        _counters = $"{server}/v1/stats/message/counters";
    }

    /// <summary>The package that this account sends for.</summary>
    public string PackageName => _credential.PackageName;

    /// <summary>Sends one message.</summary>
    public Task<ProviderOutcome> SendAsync(ReadOnlyMemory<byte> form, string registrationId, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, _send, new WireContent(form, Form), registrationId, cancel);

    /// <summary>Reads today's counters of the package: judges secret and package, and sends nothing.</summary>
    public Task<ProviderOutcome> CountAsync(CancellationToken cancel)
    {
        var today = _clock.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var address = new Uri($"{_counters}?start_date={today}&end_date={today}&restricted_package_name={Uri.EscapeDataString(PackageName)}");
        return AskAsync(HttpMethod.Get, address, null, "", cancel);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ProviderOutcome> AskAsync(HttpMethod method, Uri address, WireContent? content, string registrationId, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, address)
        {
            Version = ProviderClient.VersionFor(address),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"key={_credential.AppSecret}");
        return MiPushOutcomes.Read(await VendorWire.SendAsync(_http, request, _timeout, cancel), registrationId, _credential.AppSecret, _clock.GetUtcNow());
    }
}
