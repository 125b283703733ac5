using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>The peers that all cells of a vendor share: real servers with TLS, and some that should not be trusted.</summary>
public sealed class MatrixServers : IAsyncLifetime
{
    internal const string Unknown = "nobody.push.example.com";
    internal const string Flips = "flips.push.example.com";
    private static readonly DateTimeOffset From = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TcpListener _mute = new(IPAddress.Loopback, 0);

    internal X509Certificate2 Certificate { get; } = TestKeys.Certificate("127.0.0.1", From, Until);
    internal ScriptedVendor Http1 { get; private set; } = null!;
    internal ScriptedVendor Http2 { get; private set; } = null!;
    internal ScriptedVendor Grants { get; private set; } = null!;
    internal ScriptedVendor Expired { get; private set; } = null!;
    internal ScriptedVendor WrongHost { get; private set; } = null!;
    internal ScriptedVendor SelfSigned { get; private set; } = null!;
    internal ScriptedVendor PlainText { get; private set; } = null!;

    /// <summary>The authorities whose certificates are believed; SelfSigned's is not among them.</summary>
    internal X509Certificate2[] Trusted { get; private set; } = [];

    internal string Mute => $"https://127.0.0.1:{((IPEndPoint)_mute.LocalEndpoint).Port}";
    internal string Flipped => $"https://{Flips}:{Http2.Port}";
    internal string Nobody { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Http1 = await ScriptedVendor.StartAsync(HttpProtocols.Http1, Certificate);
        Http2 = await ScriptedVendor.StartAsync(HttpProtocols.Http2, Certificate);
        Grants = await ScriptedVendor.StartAsync(HttpProtocols.Http1AndHttp2, Certificate);
        Grants.Otherwise = Fcm.FcmRig.Granted("granted");
        var over = TestKeys.Certificate("127.0.0.1", new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var another = TestKeys.Certificate("push.example.org", From, Until);
        Expired = await ScriptedVendor.StartAsync(HttpProtocols.Http1AndHttp2, over);
        WrongHost = await ScriptedVendor.StartAsync(HttpProtocols.Http1AndHttp2, another);
        SelfSigned = await ScriptedVendor.StartAsync(HttpProtocols.Http1AndHttp2, TestKeys.Certificate("127.0.0.1", From, Until));
        PlainText = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        Trusted = [Certificate, over, another];
        _mute.Start();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Nobody = $"https://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
    }

    public async Task DisposeAsync()
    {
        _mute.Stop();
        foreach (var server in new[] { Http1, Http2, Grants, Expired, WrongHost, SelfSigned, PlainText })
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Names as a name server with bad intentions, or none, would answer.</summary>
    internal sealed class Names : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) =>
            host == Flips ? Task.FromResult<IPAddress[]>([IPAddress.Loopback]) : throw new SocketException((int)SocketError.HostNotFound);
    }
}
