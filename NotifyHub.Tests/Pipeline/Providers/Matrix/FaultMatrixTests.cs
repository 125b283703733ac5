using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>Every fault at every vendor in every version of HTTP that it speaks: a classified outcome in time, and the next message gets through.</summary>
public class FaultMatrixTests(MatrixServers servers) : IClassFixture<MatrixServers>
{
    private const int Streams = 3;
    // Long enough for a first call of a process to get its bytes out beside other tests: before that the fault has not happened.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    // From then on the vendor answers as the fault says, once.
    private volatile bool _isTold;

    public static TheoryData<string, int, string> Cells()
    {
        var cells = new TheoryData<string, int, string>();
        foreach (var vendor in MatrixVendor.All)
        {
            foreach (var fault in MatrixFaults.All)
            {
                // What happens before HTTP is the same in every version of it.
                var versions = fault is AddressFault ? vendor.Versions.Take(1) : vendor.Versions.Intersect(fault.Versions);
                foreach (var version in versions)
                {
                    cells.Add(vendor.Name, version, fault.Name);
                }
            }
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_fault_is_an_outcome(string vendorName, int version, string faultName)
    {
        var vendor = MatrixVendor.All.Single(v => v.Name == vendorName);
        var fault = MatrixFaults.All.Single(f => f.Name == faultName);
        await using var frames = fault is FramesFault inFrames ? new FrameVendor(servers.Certificate, vendor, inFrames) : null;
        await using var raw = fault is BytesFault bytes ? new RawVendor(bytes.Bytes, bytes.Reset, Sound(vendor)) : null;
        var url = fault is AddressFault address ? address.Address(servers) : frames?.Url ?? (raw is null ? Scripted(vendor, version, (AnswerFault)fault) : $"http://127.0.0.1:{raw.Port}");
        var limit = fault.EndsByTimeLimit ? Moment : Long;
        using var host = Host(vendor, url, limit);
        var provider = host.Provider(vendor.Name);
        var call = vendor.Call(provider, url, servers.Grants.Url);
        if (fault is AnswerFault { EndsByTimeLimit: true })
        {
            // The limit is about the answer: on a busy machine it would else be over before a connection is there, and nothing would have been sent.
            for (var tries = 0; (await provider.SendAsync(call, CancellationToken.None)).Kind != OutcomeKind.Accepted; tries++)
            {
                Assert.True(tries < 20, "No sound answer comes.");
            }
        }
        _isTold = true;

        var began = Stopwatch.GetTimestamp();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, fault is FramesFault { MaxStreams: not null } && !vendor.Gathers ? Streams : 1).Select(_ => provider.SendAsync(call, CancellationToken.None)));

        Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "It did not end in time.");
        Assert.All(outcomes, outcome => Check(fault.Expect(vendor), outcome));
        Assert.DoesNotContain(servers.Http1.Requests.Concat(servers.Http2.Requests), r => r.Path == "/elsewhere");
        if (fault.Recovers)
        {
            using var patient = fault.EndsByTimeLimit ? Host(vendor, url, Long) : null;
            var next = await (patient?.Provider(vendor.Name) ?? provider).SendAsync(call, CancellationToken.None);
            Assert.Equal((OutcomeKind.Accepted, null), (next.Kind, next.Code));
        }
    }

    [Fact]
    public void Every_provider_of_the_app_is_in_the_matrix()
    {
        using var host = new ProviderHost();
        Assert.Equal(host.Get<IEnumerable<IPushProvider>>().Select(p => p.Name).Order(), MatrixVendor.All.Select(v => v.Name).Order());
    }

    private static void Check(Expected expected, ProviderOutcome outcome)
    {
        Assert.Contains(outcome.Kind, expected.Kinds);
        if (expected.Maybe is { } maybe)
        {
            Assert.Equal(maybe, outcome.MaybeDelivered);
        }
        if (expected.Code is { } code)
        {
            Assert.Equal(code, outcome.Code);
        }
        if (expected.Wait is { } wait)
        {
            Assert.InRange(outcome.RetryAfter?.TotalSeconds ?? -1, wait.Least, wait.Most);
        }
        Assert.True(outcome.RetryAfter is null || (outcome.RetryAfter >= TimeSpan.Zero && outcome.RetryAfter <= RetryAfterHeader.Longest));
        Assert.True((outcome.Body?.Length ?? 0) <= 2048);
    }

    private string Scripted(MatrixVendor vendor, int version, AnswerFault fault)
    {
        var server = version == 1 ? servers.Http1 : servers.Http2;
        var requests = 0;
        server.Otherwise = new Reply(http => (_isTold && Interlocked.Increment(ref requests) == 1 ? fault.Answer : Reply.Status(vendor.Sound.Status, vendor.Sound.Body)).Play(http));
        return server.Url;
    }

    private ProviderHost Host(MatrixVendor vendor, string url, TimeSpan total)
    {
        var settings = vendor.Addresses.Select(key => ($"Providers:{vendor.Section}:{key}", url))
            .Append(($"Providers:{vendor.Section}:TotalTimeout", total.ToString("c")))
            .Append(($"Providers:{vendor.Section}:ConnectTimeout", (total < Long ? total : TimeSpan.FromSeconds(30)).ToString("c")))
            .Append(($"Providers:{vendor.Section}:MaxConnections", "1"))
            .Concat(vendor.GrantAddress is { } key ? [($"Providers:{vendor.Section}:{key}", servers.Grants.Url)] : []);
        var host = new ProviderHost(
            services =>
            {
                services.AddSingleton<IHostResolver, MatrixServers.Names>();
                services.AddSingleton<OutboundFactory>();
                services.AddSingleton<IEgress>(p => new MatrixEgress(p.GetRequiredService<OutboundFactory>(), servers.Trusted));
            },
            [.. settings]);
        var address = new Uri(url);
        if (address.HostNameType != UriHostNameType.Dns)
        {
            host.AllowList.Allow(address.Host, address.Port);
        }
        host.AllowList.Allow("127.0.0.1", servers.Grants.Port);
        return host;
    }

    private static string Sound(MatrixVendor vendor) => $"HTTP/1.1 {vendor.Sound.Status} OK\r\nContent-Length: {vendor.Sound.Body.Length}\r\n\r\n{vendor.Sound.Body}";

    /// <summary>The real egress; it believes the test's authorities and does not wait half a minute for a PING.</summary>
    private sealed class MatrixEgress(IEgress inner, X509Certificate2[] authorities) : IEgress
    {
        public SocketsHttpHandler CreateHandler(EgressProfile profile)
        {
            var handler = inner.CreateHandler(profile);
            handler.KeepAlivePingDelay = handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            return handler;
        }

        public string? WhyRefused(Uri address) => inner.WhyRefused(address);
    }
}
