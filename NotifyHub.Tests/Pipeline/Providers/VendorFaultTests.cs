using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Huawei;
using NotifyHub.Tests.Pipeline.Providers.MiPush;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers;

/// <summary>What the network and a broken peer can do to Huawei's and MiPush's requests, over HTTP/1.1 in clear text and HTTP/2 over TLS.</summary>
public class VendorFaultTests
{
    private static readonly X509Certificate2 Certificate = TestKeys.Certificate("127.0.0.1", new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, bool> Wires => new() { { "huawei", false }, { "huawei", true }, { "mipush", false }, { "mipush", true } };

    public static TheoryData<string> Vendors => ["huawei", "mipush"];

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_send_goes_over_this_wire(string name, bool http2)
    {
        await using var rig = await Rig.StartAsync(name, http2);
        rig.Vendor.Then(rig.Accepted);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
        Assert.All(rig.Vendor.Requests, r => Assert.Equal(http2 ? "HTTP/2" : "HTTP/1.1", r.Protocol));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Silence_is_a_timeout_that_may_have_delivered(string name, bool http2)
    {
        await using var rig = await Rig.StartAsync(name, http2, TimeSpan.FromSeconds(1));
        rig.Vendor.Then(Reply.Silence);
        Ends(await rig.SendAsync(), "timeout", maybe: true);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_dropped_exchange_may_have_delivered(string name, bool http2)
    {
        await using var rig = await Rig.StartAsync(name, http2);
        rig.Vendor.Then(Reply.Abort);
        Ends(await rig.SendAsync(), "reset", maybe: true);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_success_whose_body_never_ends_is_malformed(string name, bool http2)
    {
        await using var rig = await Rig.StartAsync(name, http2, TimeSpan.FromSeconds(1));
        rig.Vendor.Then(Reply.SilenceAfterHeaders(200));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_body_of_ten_megabytes_is_read_to_its_cap(string name, bool http2)
    {
        await using var rig = await Rig.StartAsync(name, http2);
        rig.Vendor.Then(Reply.Huge(200, 10 * 1024 * 1024));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Nobody_listening_delivered_nothing(string name, bool http2)
    {
        await using var rig = await Rig.StartAsync(name, http2);
        await rig.Vendor.DisposeAsync();
        Ends(await rig.SendAsync(), "connect_refused", maybe: false);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_refused_stream_is_sent_again_by_the_client(string name)
    {
        await using var rig = await Rig.StartAsync(name, http2: true);
        rig.Vendor.Then(Reply.ResetStream(7), rig.Accepted);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_reset_stream_may_have_delivered(string name)
    {
        await using var rig = await Rig.StartAsync(name, http2: true);
        rig.Vendor.Then(Reply.ResetStream(2));
        Ends(await rig.SendAsync(), "reset", maybe: true);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Going_away_loses_no_message(string name)
    {
        await using var rig = await Rig.StartAsync(name, http2: true);
        rig.Vendor.Otherwise = Reply.GoAway(rig.Accepted);
        for (var i = 0; i < 5; i++) Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task An_address_that_may_not_be_called_is_not(string name)
    {
        await using var rig = await Rig.StartAsync(name, http2: false, allowed: false);
        Ends(await rig.SendAsync(), "egress_refused", maybe: false);
        Assert.Empty(rig.Vendor.Requests);
    }

    private static void Ends(ProviderOutcome outcome, string code, bool maybe) =>
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));

    /// <summary>One vendor on one wire. Huawei's access tokens come from a second server, which never fails.</summary>
    private sealed class Rig : IAsyncDisposable
    {
        private readonly string _name;
        private readonly ScriptedVendor _tokens;
        private readonly ProviderHost _host;

        private Rig(string name, ScriptedVendor vendor, ScriptedVendor tokens, TimeSpan total, bool allowed)
        {
            (_name, Vendor, _tokens) = (name, vendor, tokens);
            tokens.Otherwise = HuaweiRig.Granted("t");
            _host = new(
                services =>
                {
                    if (!vendor.Tls) return;
                    services.AddSingleton<OutboundFactory>();
                    services.AddSingleton<IEgress>(p => new TrustingEgress(p.GetRequiredService<OutboundFactory>(), Certificate));
                },
                ("Providers:Huawei:TokenUrl", $"{tokens.Url}/oauth2/v3/token"), ("Providers:Huawei:PushUrl", vendor.Url), ("Providers:Huawei:TotalTimeout", total.ToString("c")),
                ("Providers:MiPush:BaseUrl", vendor.Url), ("Providers:MiPush:TotalTimeout", total.ToString("c")));
            _host.AllowList.Allow("127.0.0.1", tokens.Port);
            if (allowed) _host.AllowList.Allow("127.0.0.1", vendor.Port);
        }

        public ScriptedVendor Vendor { get; }

        public Reply Accepted => _name == "huawei" ? HuaweiRig.Accepted : MiPushRig.Accepted;

        public static async Task<Rig> StartAsync(string name, bool http2, TimeSpan? total = null, bool allowed = true)
        {
            var certificate = http2 ? Certificate : null;
            var protocols = http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            return new(name, await ScriptedVendor.StartAsync(protocols, certificate), await ScriptedVendor.StartAsync(protocols, certificate), total ?? TimeSpan.FromSeconds(10), allowed);
        }

        public Task<ProviderOutcome> SendAsync()
        {
            var secret = _name == "huawei" ? new ProviderSecret("h", HuaweiRig.Config, HuaweiRig.SecretJson) : new ProviderSecret("m", MiPushRig.Config, MiPushRig.SecretJson);
            return _host.Provider(_name).SendAsync(new(secret, new("a-token-of-some-device", null, null, null, default), HuaweiRig.Hello, "dlv_1", null, null), CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            _host.Dispose();
            await Vendor.DisposeAsync();
            await _tokens.DisposeAsync();
        }
    }
}
