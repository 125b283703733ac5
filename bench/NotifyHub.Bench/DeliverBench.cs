using System.Diagnostics;
using System.Security.Cryptography;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>Deliveries a second from the first POST to the last arrival at the vendor's twin, beside a bare loop to the same twin.</summary>
public static class DeliverBench
{
    private const int InFlight = 256;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        var batches = Math.Max(1, plan.Count / 100);
        report.Section($"Deliveries end to end ({batches * 100:N0} each, accepted in batches of 100; {InFlight} in flight)");
        report.Line("| provider | bare loop/s | NotifyHub/s | ratio | bare: CPU µs of client + twin | NotifyHub: CPU µs of hub + twin + generator | hub memory after |");
        report.Line("|---|---|---|---|---|---|---|");
        foreach (var provider in plan.Providers)
        {
            await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, Fleet.Settings, CancellationToken.None);
            var devices = await Fleet.RegisterAsync(hub, provider, 1000, CancellationToken.None);
            using var bareClient = BareLoop.Client(provider == "apns" ? hub.TwinHttp2Url : hub.TwinUrl, InFlight, http2: provider == "apns");
            await BareLoop.RateAsync(bareClient, () => BareRequest(provider), InFlight, 2);
            var meter = CpuMeter.Start(hub);
            const double seconds = 6;
            var bare = await BareLoop.RateAsync(bareClient, () => BareRequest(provider), InFlight, seconds);
            var bareCpu = meter.Per((long)(bare * seconds));
            await SendAsync(hub, devices, provider, Math.Max(1, batches / 2));
            meter = CpuMeter.Start(hub);
            var rate = await SendAsync(hub, devices, provider, batches);
            var cpu = meter.Per(batches * 100);
            report.Line($"| {provider} | {Report.N(bare)} | {Report.N(rate)} | {Report.N(rate / bare, "N2")} | {Report.N(bareCpu.Generator)} + {Report.N(bareCpu.Twin)} | {Report.N(cpu.Hub)} + {Report.N(cpu.Twin)} + {Report.N(cpu.Generator)} | {Report.N(ProcessUse.MemoryMb(hub.Hub.Id))} MB |");
        }
    }

    private static async Task<double> SendAsync(HubUnderLoad hub, string[] devices, string provider, int batches)
    {
        var before = (await hub.AcceptedByVendorAsync(CancellationToken.None)).GetValueOrDefault(provider);
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, batches, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
        {
            using var content = AcceptBench.Json(AcceptBench.Body(devices.AsSpan(i % 10 * 100, 100).ToArray(), null));
            using var answer = await hub.Api.PostAsync("/v1/push/send", content, cancel);
            answer.EnsureSuccessStatusCode();
        });
        while ((await hub.AcceptedByVendorAsync(CancellationToken.None)).GetValueOrDefault(provider) - before < batches * 100)
        {
            await Task.Delay(5);
        }
        return batches * 100 / watch.Elapsed.TotalSeconds;
    }

    private static HttpRequestMessage BareRequest(string provider)
    {
        const string payload = """{"aps":{"alert":{"title":"Your order shipped","body":"Track it on its way to you"}},"orderId":"42","notifyhub_msg_id":"dlv_0000000000001"}""";
        switch (provider)
        {
            case "apns":
                return new HttpRequestMessage(HttpMethod.Post, "/production/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0")
                {
                    Version = System.Net.HttpVersion.Version20,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    Content = AcceptBench.Json(payload),
                    Headers = { { "authorization", "bearer bench" }, { "apns-topic", "dev.notifyhub.demo" }, { "apns-push-type", "alert" }, { "apns-priority", "10" }, { "apns-id", Guid.NewGuid().ToString() } },
                };
            case "fcm":
                return new HttpRequestMessage(HttpMethod.Post, "/v1/projects/bench/messages:send")
                {
                    Content = AcceptBench.Json("""{"message":{"token":"bench-token-0123456789","data":{"notifyhub_msg_id":"dlv_0000000000001","orderId":"42"},"notification":{"title":"Your order shipped","body":"Track it on its way to you"}}}"""),
                    Headers = { { "Authorization", "Bearer bench" } },
                };
            default:
                var content = new ByteArrayContent(RandomNumberGenerator.GetBytes(300));
                content.Headers.Add("Content-Encoding", "aes128gcm");
                return new HttpRequestMessage(HttpMethod.Post, "/wpush/bench")
                {
                    Content = content,
                    Headers = { { "TTL", "3600" }, { "Authorization", "vapid t=a.b.c, k=bench" } },
                };
        }
    }
}
