using System.Diagnostics;
using System.Net;

namespace NotifyHub.Bench;

/// <summary>The yardstick: the same number of requests in flight, a ready-made body, nothing else.</summary>
public static class BareLoop
{
    /// <summary>Requests a second over <paramref name="seconds"/>.</summary>
    public static async Task<double> RateAsync(HttpClient client, Func<HttpRequestMessage> request, int inFlight, double seconds)
    {
        var watch = Stopwatch.StartNew();
        long done = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                using var answer = await client.SendAsync(request());
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                Interlocked.Increment(ref done);
            }
        }));
        return done / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A client that keeps <paramref name="connections"/> open; HTTP/2 without TLS when <paramref name="http2"/>.</summary>
    public static HttpClient Client(Uri address, int connections, bool http2 = false) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null, EnableMultipleHttp2Connections = true })
        {
            BaseAddress = address,
            DefaultRequestVersion = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
}
