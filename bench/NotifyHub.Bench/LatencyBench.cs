using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>From the caller's 202 to the vendor's socket, at idle and at half of the rate that the hub can carry.</summary>
public static class LatencyBench
{
    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section("From the 202 to the vendor's socket (APNs, single sends, open loop)");
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, Fleet.Settings, CancellationToken.None);
        var devices = await Fleet.RegisterAsync(hub, "apns", 200, CancellationToken.None);
        await DriveAsync(hub, devices, perSecond: 50, seconds: 4);
        report.Line("| load | sends | p50 ms | p99 ms | max ms |");
        report.Line("|---|---|---|---|---|");
        Print(report, "idle (20/s)", await DriveAsync(hub, devices, perSecond: 20, seconds: 15));

        using var client = hub.NewClient();
        var next = 0;
        var capacity = await BareLoop.RateAsync(client, () => Send(devices[Interlocked.Increment(ref next) % devices.Length]), 64, 5);
        await DrainAsync(hub);
        var half = (int)(capacity / 2);
        Print(report, $"half load ({half}/s of {capacity:N0}/s)", await DriveAsync(hub, devices, half, seconds: 8));
    }

    private static HttpRequestMessage Send(string device) => new(HttpMethod.Post, "/v1/push/send") { Content = AcceptBench.Json(AcceptBench.Body([device], null)) };

    private static void Print(Report report, string name, List<double> latencies)
    {
        latencies.Sort();
        report.Line($"| {name} | {Report.N(latencies.Count)} | {Report.N(latencies[latencies.Count / 2], "N1")} | {Report.N(latencies[(int)(latencies.Count * 0.99)], "N1")} | {Report.N(latencies[^1], "N1")} |");
    }

    private static async Task DrainAsync(HubUnderLoad hub)
    {
        long last = -1;
        for (long now; (now = (await hub.AcceptedByVendorAsync(CancellationToken.None)).Values.Sum()) != last; last = now)
        {
            await Task.Delay(1000);
        }
    }

    // Sends are started on a fixed schedule whether or not earlier ones were answered; the twin's log says when each arrived.
    private static async Task<List<double>> DriveAsync(HubUnderLoad hub, string[] devices, int perSecond, int seconds)
    {
        var answered = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var running = new List<Task>();
        var start = DateTimeOffset.UtcNow;
        for (var i = 0; i < perSecond * seconds; i++)
        {
            var due = start.AddSeconds((double)i / perSecond);
            if (due - DateTimeOffset.UtcNow is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }
            running.Add(OneAsync(devices[i % devices.Length]));
        }
        await Task.WhenAll(running);
        await DrainAsync(hub);
        using var control = new HttpClient { BaseAddress = hub.TwinUrl };
        var lines = (await control.GetStringAsync("/sandbox/log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonNode.Parse(line)!)
            .Where(a => a["msgId"] is { } id && answered.ContainsKey(id.GetValue<string>()))
            .Select(a => Math.Max(0, (a["at"]!.GetValue<DateTimeOffset>() - answered[a["msgId"]!.GetValue<string>()]).TotalMilliseconds))];

        async Task OneAsync(string device)
        {
            using var answer = await hub.Api.SendAsync(Send(device));
            var at = DateTimeOffset.UtcNow;
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            answered[body["tickets"]![0]!["id"]!.GetValue<string>()] = at;
        }
    }
}
