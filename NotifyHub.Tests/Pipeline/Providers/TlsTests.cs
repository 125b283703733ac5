using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Support;
using NotifyHub.Tests.Pipeline.Providers.WebPush;

namespace NotifyHub.Tests.Pipeline.Providers;

/// <summary>The same wires over TLS: HTTP/2 is agreed on, and a certificate that does not hold is a fault, never a warning.</summary>
public class TlsTests
{
    private static readonly DateTimeOffset From = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task APNs_and_FCM_speak_HTTP_2_over_TLS()
    {
        var certificate = TestKeys.Certificate("127.0.0.1", From, Until);
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http1AndHttp2, certificate);
        vendor.Otherwise = new(http => (http.Request.Path == "/token" ? Fcm.FcmRig.Granted("t") : Fcm.FcmRig.Accepted).Play(http));
        using var host = Trusting(certificate, vendor);

        Assert.Equal(OutcomeKind.Accepted, (await SendApns(host)).Kind);
        var fcm = new ProviderCall(new("f", "{}", TestKeys.FcmSecret($"{vendor.Url}/token")), new("tok", null, null, null, default), Fcm.FcmRig.Hello, "dlv_1", null, null);
        Assert.Equal(OutcomeKind.Accepted, (await host.Provider("fcm").SendAsync(fcm, CancellationToken.None)).Kind);
        Assert.Equal(3, vendor.Requests.Count);
        Assert.All(vendor.Requests, r => Assert.Equal("HTTP/2", r.Protocol));
    }

    [Fact]
    public async Task FCM_goes_on_over_HTTP_1_where_TLS_agrees_on_no_more_and_APNs_does_not()
    {
        var certificate = TestKeys.Certificate("127.0.0.1", From, Until);
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http1, certificate);
        vendor.Otherwise = new(http => (http.Request.Path == "/token" ? Fcm.FcmRig.Granted("t") : Fcm.FcmRig.Accepted).Play(http));
        using var host = Trusting(certificate, vendor);
        var fcm = new ProviderCall(new("f", "{}", TestKeys.FcmSecret($"{vendor.Url}/token")), new("tok", null, null, null, default), Fcm.FcmRig.Hello, "dlv_1", null, null);
        Assert.Equal(OutcomeKind.Accepted, (await host.Provider("fcm").SendAsync(fcm, CancellationToken.None)).Kind);
        var outcome = await SendApns(host);
        Assert.Equal((OutcomeKind.Retry, false), (outcome.Kind, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task Web_Push_works_over_TLS()
    {
        var certificate = TestKeys.Certificate("127.0.0.1", From, Until);
        await using var service = await ScriptedVendor.StartAsync(HttpProtocols.Http1AndHttp2, certificate);
        service.Then(Reply.Status(201));
        using var host = Trusting(certificate, service);
        var vapid = host.Provider("webpush").CheckShape("""{"subject":"https://example.com"}""", "{}");
        var browser = TestSubscriber.New();
        var call = new ProviderCall(new("w", vapid.ConfigJson, vapid.SecretJson), new($"{service.Url}/p", null, browser.P256dh, browser.Auth, default), WebPushRig.Hello, "dlv_1", null, null);
        Assert.Equal(OutcomeKind.Accepted, (await host.Provider("webpush").SendAsync(call, CancellationToken.None)).Kind);
        Assert.Equal("HTTP/2", service.Requests.Single().Protocol);
    }

    public static TheoryData<string, int, int, bool> BadCertificates => new()
    {
        { "127.0.0.1", 2024, 2040, false },          // signed by nobody we know
        { "127.0.0.1", 2020, 2021, true },           // expired
        { "push.example.com", 2024, 2040, true },    // another's
    };

    [Theory]
    [MemberData(nameof(BadCertificates))]
    public async Task A_certificate_that_does_not_hold_delivers_nothing(string name, int from, int until, bool trusted)
    {
        var certificate = TestKeys.Certificate(name, new(from, 1, 1, 0, 0, 0, TimeSpan.Zero), new(until, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http2, certificate);
        using var host = Trusting(trusted ? certificate : null, vendor);
        var outcome = await SendApns(host);
        Assert.Equal((OutcomeKind.Retry, "tls", false), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
        Assert.Empty(vendor.Requests);
    }

    [Fact]
    public async Task Plain_text_where_TLS_is_due_is_a_fault_of_TLS()
    {
        await using var vendor = new RawVendor("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        using var host = new ProviderHost(("Providers:Apns:ProductionUrl", $"https://127.0.0.1:{vendor.Port}"), ("Providers:Apns:TotalTimeout", "00:00:01"));
        host.AllowList.Allow("127.0.0.1", vendor.Port);
        var outcome = await SendApns(host);
        Assert.Equal((OutcomeKind.Retry, false), (outcome.Kind, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task A_connection_that_does_not_come_in_time_delivered_nothing()
    {
        using var host = new ProviderHost(
            s => s.AddSingleton<IHostResolver>(new NeverResolves()), ("Providers:Apns:ConnectTimeout", "00:00:00.2"), ("Providers:Apns:TotalTimeout", "00:00:30"));
        var outcome = await SendApns(host);
        Assert.Equal((OutcomeKind.Retry, "timeout", false), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    private static Task<ProviderOutcome> SendApns(ProviderHost host) => host.Provider("apns").SendAsync(
        new(new("a", TestKeys.ApnsConfig, TestKeys.ApnsSecret), new(Apns.ApnsRig.Token, "production", null, null, default), Apns.ApnsRig.Hello, "dlv_1", null, null),
        CancellationToken.None);

    private static ProviderHost Trusting(X509Certificate2? authority, ScriptedVendor vendor)
    {
        var host = new ProviderHost(
            services =>
            {
                if (authority is null) return;
                services.AddSingleton<OutboundFactory>();
                services.AddSingleton<IEgress>(p => new TrustingEgress(p.GetRequiredService<OutboundFactory>(), authority));
            },
            ("Providers:Apns:ProductionUrl", vendor.Url), ("Providers:Fcm:BaseUrl", vendor.Url));
        host.AllowList.Allow("127.0.0.1", vendor.Port);
        return host;
    }

    private sealed class NeverResolves : IHostResolver
    {
        public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        }
    }
}
