using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.E2E.Support;
using NotifyHub.Pipeline.Providers.WebPush;

namespace NotifyHub.Bench;

/// <summary>Deliveries a second from the first POST to the last arrival at the vendor's twin, beside a bare loop to the same twin.</summary>
public static class DeliverBench
{
    private const int InFlight = 128;

    // RFC 8291 lets nobody post ready-made bodies: each has a key pair and a salt of its own.
    private static readonly IPushCrypto Crypto = WebPushServices.ChooseCrypto(native: true, NullLogger.Instance);
    private static readonly SubscriberKeys Subscriber = NewSubscriber();
    private static readonly byte[] Plaintext = Encoding.UTF8.GetBytes(Payload);

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        var batches = Math.Max(1, plan.Count / 100);
        // A vendor that answers at once on the same cores compares CPU; one at the end of a line compares what a sender gets.
        foreach (var answerMs in plan.AnswerMs)
        {
            await TableAsync(dll, plan, report, batches, answerMs);
        }
    }

    private static async Task TableAsync(string dll, BenchPlan plan, Report report, int batches, int answerMs)
    {
        report.Section($"Deliveries end to end, to vendors that answer {(answerMs == 0 ? "at once, on the same two cores" : $"after {answerMs} ms")} ({batches * 100:N0} each after as many to warm up, accepted in batches of 100; {InFlight} in flight)");
        report.Line("The bare loop sends ready-made JSON to APNs and FCM and encrypts each message for Web Push, as RFC 8291 asks of everybody; it stores, decides and reads nothing.");
        report.Line("CPU is in µs a delivery: client + twin of the bare loop; hub + PostgreSQL + twin + generator of NotifyHub. The CPU ratio is what the ratio would be if nothing but CPU counted; it holds when others share the cores.");
        report.Line("");
        report.Line("| provider | engine | bare loop/s | NotifyHub/s | ratio | CPU bare | CPU NotifyHub | CPU ratio | hub memory after |");
        report.Line("|---|---|---|---|---|---|---|---|---|");
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            foreach (var provider in plan.Providers)
            {
                await OneAsync(dll, provider, store, batches, answerMs, report);
            }
        }
    }

    private static async Task OneAsync(string dll, string provider, BenchStore store, int batches, int answerMs, Report report)
    {
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, await store.NewAsync(), CancellationToken.None, answerMs: answerMs);
        var devices = await Fleet.RegisterAsync(hub, provider, 1000, CancellationToken.None);
        using var bareClient = BareLoop.Client(provider == "apns" ? hub.TwinHttp2Url : hub.TwinUrl, InFlight, http2: provider == "apns");
        await SendAsync(hub, devices, provider, batches);
        await BareLoop.RateAsync(bareClient, () => BareRequest(provider), InFlight, 3);
        var (bare, bareCpu) = await BareAsync();
        var meter = CpuMeter.Start(hub, store);
        var rate = await SendAsync(hub, devices, provider, batches);
        var cpu = meter.Per(batches * 100);
        // Before and after, so that a machine that changes its pace in between shows.
        var (again, againCpu) = await BareAsync();
        (bare, var cheap) = ((bare + again) / 2, (bareCpu.All + againCpu.All) / 2);
        report.Line(
            $"| {provider} | {store.Name} | {Report.N(bare)} | {Report.N(rate)} | {Report.N(rate / bare, "N2")} | {Report.N(bareCpu.Generator)} + {Report.N(bareCpu.Twin)} "
            + $"| {Report.N(cpu.Hub)} + {Report.N(cpu.Store)} + {Report.N(cpu.Twin)} + {Report.N(cpu.Generator)} | {Report.N(cheap / cpu.All, "N2")} | {Report.N(ProcessUse.MemoryMb(hub.Hub.Id))} MB |");

        async Task<(double Rate, CpuShares Cpu)> BareAsync()
        {
            const double seconds = 4;
            var bareMeter = CpuMeter.Start(hub, store);
            var perSecond = await BareLoop.RateAsync(bareClient, () => BareRequest(provider), InFlight, seconds);
            // The hub idles beside it; what it does then is not the loop's.
            return (perSecond, bareMeter.Per((long)(perSecond * seconds)) with { Hub = 0, Store = 0 });
        }
    }

    internal static async Task<double> SendAsync(HubUnderLoad hub, string[] devices, string provider, int batches)
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

    private const string Payload = """{"aps":{"alert":{"title":"Your order shipped","body":"Track it on its way to you"}},"orderId":"42","notifyhub_msg_id":"dlv_0000000000001"}""";

    internal static HttpRequestMessage BareRequest(string provider)
    {
        switch (provider)
        {
            case "apns":
                return new HttpRequestMessage(HttpMethod.Post, "/production/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0")
                {
                    Version = System.Net.HttpVersion.Version20,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    Content = AcceptBench.Json(Payload),
                    Headers = { { "authorization", "bearer bench" }, { "apns-topic", "dev.notifyhub.demo" }, { "apns-push-type", "alert" }, { "apns-priority", "10" }, { "apns-id", Guid.NewGuid().ToString() } },
                };
            case "fcm":
                return new HttpRequestMessage(HttpMethod.Post, "/v1/projects/bench/messages:send")
                {
                    Content = AcceptBench.Json("""{"message":{"token":"bench-token-0123456789","data":{"notifyhub_msg_id":"dlv_0000000000001","orderId":"42"},"notification":{"title":"Your order shipped","body":"Track it on its way to you"}}}"""),
                    Headers = { { "Authorization", "Bearer bench" } },
                };
            default:
                var content = new ByteArrayContent(Aes128Gcm.Encrypt(Crypto, Plaintext, Subscriber)!);
                content.Headers.Add("Content-Encoding", "aes128gcm");
                return new HttpRequestMessage(HttpMethod.Post, "/wpush/bench")
                {
                    Content = content,
                    Headers = { { "TTL", "3600" }, { "Authorization", "vapid t=a.b.c, k=bench" } },
                };
        }
    }

    private static SubscriberKeys NewSubscriber()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(false).Q;
        return new([4, .. q.X!, .. q.Y!], RandomNumberGenerator.GetBytes(Aes128Gcm.SecretLength));
    }
}
