using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>How many sends a second are accepted (202, on disk), singly and in batches of 100 devices.</summary>
public static class AcceptBench
{
    private const int InFlight = 64;
    private const double Seconds = 8;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            report.Section($"Accepted sends on {store.Name} (202 after the commit is on disk)");
            await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, await store.NewAsync(), CancellationToken.None);
            await OneAsync(hub, report);
        }
    }

    private static async Task OneAsync(HubUnderLoad hub, Report report)
    {
        var devices = await Fleet.RegisterAsync(hub, "apns", 1000, CancellationToken.None);
        var later = DateTimeOffset.UtcNow.AddHours(3).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

        using var bareClient = BareLoop.Client(hub.TwinUrl, InFlight);
        var body = Body(devices[..1], null);
        var bare = await BareLoop.RateAsync(bareClient, () => BareRequest(body), InFlight, Seconds);
        report.Line("| | requests/s | recipients/s | of the bare loop's requests |");
        report.Line("|---|---|---|---|");
        report.Line($"| bare HttpClient loop (same body, twin answers at once) | {Report.N(bare)} | | 1.00 |");
        await MeasureAsync("single, scheduled (accept alone)", devices, 1, later);
        await MeasureAsync("batch of 100, scheduled (accept alone)", devices, 100, later);
        await MeasureAsync("single, while deliveries run", devices, 1, null);
        await MeasureAsync("batch of 100, while deliveries run", devices, 100, null);
        report.Line("");
        report.Line($"Memory after it: {Report.N(ProcessUse.MemoryMb(hub.Hub.Id))} MB.");

        async Task MeasureAsync(string name, string[] all, int size, string? sendAt)
        {
            using var client = hub.NewClient();
            var next = 0;
            var rate = await BareLoop.RateAsync(client, () =>
            {
                var start = Interlocked.Add(ref next, size) % (all.Length - size);
                return new HttpRequestMessage(HttpMethod.Post, "/v1/push/send") { Content = Json(Body(all.AsSpan(start, size).ToArray(), sendAt)) };
            }, InFlight, Seconds);
            report.Line($"| {name} | {Report.N(rate)} | {Report.N(rate * size)} | {Report.N(rate / bare, "N2")} |");
        }
    }

    public static string Body(string[] to, string? sendAt)
    {
        var body = new JsonObject
        {
            ["to"] = to.Length == 1 ? to[0] : new JsonArray([.. to.Select(d => (JsonNode)d)]),
            ["title"] = "Your order shipped",
            ["body"] = "Track it on its way to you",
            ["data"] = new JsonObject { ["orderId"] = "42" },
        };
        if (sendAt is not null)
        {
            body["sendAt"] = sendAt;
        }
        return body.ToJsonString();
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static HttpRequestMessage BareRequest(string body) => new(HttpMethod.Post, "/v1/projects/bench/messages:send")
    {
        Content = Json("""{"message":{"token":"bench-token-0123456789","data":{"notifyhub_msg_id":"x"},"notification":{"title":"Your order shipped","body":"Track it on its way to you"}}}"""),
        Headers = { { "Authorization", "Bearer bench" }, { "X-Size", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) } },
    };
}
