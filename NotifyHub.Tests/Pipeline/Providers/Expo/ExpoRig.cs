using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Support;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>Expo on loopback (HTTP/1.1 in clear, or HTTP/2 over TLS), and the provider that talks to it.</summary>
internal sealed class ExpoRig : IAsyncDisposable
{
    public static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };
    private static readonly DateTimeOffset From = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ExpoRig(ScriptedVendor expo, ProviderHost host, ManualTime? time, string? accessToken)
    {
        (Expo, Host, _time) = (expo, host, time);
        Host.AllowList.Allow("127.0.0.1", expo.Port);
        Secret = new("prj_1/crd_2/1", "{}", accessToken is null ? "{}" : $$"""{"accessToken":"{{accessToken}}"}""");
    }

    private readonly ManualTime? _time;

    public ScriptedVendor Expo { get; }
    public ProviderHost Host { get; }
    public ProviderSecret Secret { get; }
    public IPushProvider Provider => Host.Provider("expo");
    public IReceiptProvider Receipts => Host.Get<IReceiptProvider>();

    /// <param name="total">Longest time for a request.</param>
    /// <param name="http2">Over TLS, on which HTTP/2 is agreed; else HTTP/1.1 in clear.</param>
    /// <param name="gathers">The clock stands, so that only a full request leaves, or what <see cref="TimeIsUp"/> lets go: what belongs together comes together, however slow the machine.</param>
    /// <param name="accessToken">Of the account.</param>
    public static async Task<ExpoRig> StartAsync(TimeSpan? total = null, bool http2 = false, bool gathers = false, string? accessToken = null)
    {
        var certificate = http2 ? TestKeys.Certificate("127.0.0.1", From, From.AddYears(20)) : null;
        var expo = await ScriptedVendor.StartAsync(http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1, certificate);
        var time = gathers ? new ManualTime() : null;
        var host = new ProviderHost(
            services =>
            {
                if (time is not null) services.AddSingleton<TimeProvider>(time);
                if (certificate is null) return;
                services.AddSingleton<OutboundFactory>();
                services.AddSingleton<IEgress>(p => new TrustingEgress(p.GetRequiredService<OutboundFactory>(), certificate));
            },
            ("Providers:Expo:BaseUrl", expo.Url), ("Providers:Expo:TotalTimeout", (total ?? TimeSpan.FromSeconds(10)).ToString("c")),
            ("Providers:Expo:Gather", "00:00:00.001"));
        return new(expo, host, time, accessToken);
    }

    public static string Token(int number) => $"ExponentPushToken[{number:x22}]";

    /// <summary>Tickets, one for each text, in Expo's form.</summary>
    public static Reply Tickets(params string[] tickets) => Reply.Status(200, $$"""{"data":[{{string.Join(',', tickets)}}]}""");

    public static string Ok(string id) => $$"""{"status":"ok","id":"{{id}}"}""";

    public static string Error(string word, string message = "No.") => $$$"""{"status":"error","message":"{{{message}}}","details":{"error":"{{{word}}}"}}""";

    /// <summary>A refusal of the whole request.</summary>
    public static Reply Refusal(int status, string code, string details = "") =>
        Reply.Status(status, $$"""{"errors":[{"code":"{{code}}","message":"No."{{(details.Length == 0 ? "" : $",\"details\":{details}")}}}]}""");

    /// <summary>Takes every message; its ticket is <see cref="TicketOf"/> its token.</summary>
    public static Reply TakesAll { get; } = new(http => TicketsFor(Sent(SeenRequest.Of(http))).Play(http));

    public static Reply TicketsFor(IEnumerable<string> tokens) => Tickets([.. tokens.Select(token => Ok(TicketOf(token)))]);

    public static string TicketOf(string token) => $"ticket-{NumberOf(token)}";

    public static int NumberOf(string token) => Convert.ToInt32(token[18..^1], 16);

    /// <summary>The tokens of a request, in order.</summary>
    public static IReadOnlyList<string> Sent(SeenRequest request) => [.. Json(request).EnumerateArray().Select(m => m.GetProperty("to").GetString()!)];

    /// <summary>The request's JSON, unpacked.</summary>
    public static JsonElement Json(SeenRequest request)
    {
        if (request.Header("Content-Encoding") is null) return request.Json;
        using var gzip = new GZipStream(new MemoryStream(request.Body), CompressionMode.Decompress);
        return JsonDocument.Parse(gzip).RootElement;
    }

    public Task<ProviderOutcome> SendAsync(PushMessage? message = null, int device = 1, CancellationToken cancel = default) => Provider.SendAsync(Call(message ?? Hello, device), cancel);

    /// <summary>As many sends at once, to devices 0, 1, 2 ...; their outcomes in that order.</summary>
    public Task<ProviderOutcome[]> SendManyAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(device => SendAsync(device: device)));

    /// <summary>What has been gathered leaves.</summary>
    public void TimeIsUp() => _time!.Advance(TimeSpan.FromMilliseconds(1));

    public ProviderCall Call(PushMessage message, int device = 1, TimeSpan? life = null) =>
        new(Secret, new(Token(device), null, null, null, DateTimeOffset.UnixEpoch), message, $"dlv_{device}", life, null);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Expo.DisposeAsync();
    }
}
