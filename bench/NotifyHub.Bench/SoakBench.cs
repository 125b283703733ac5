using System.Diagnostics;
using System.Net;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>Half an hour, or as long as is asked, at a steady load below the knee: do memory and handles stay where they were.</summary>
public static class SoakBench
{
    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section($"Soak: {plan.Rate}/s to APNs, FCM and Web Push in turn for {Report.N(plan.Minutes, "N1")} min (sampled every 10 s; slopes by least squares over the last three quarters)");
        report.Line("| engine | sends | memory at a quarter, end MB | memory slope MB/min | memory after the end MB | handles at a quarter, end | handles slope/min | refused with 503 | deliveries accepted and not sent |");
        report.Line("|---|---|---|---|---|---|---|---|---|");
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, await store.NewAsync(), CancellationToken.None);
            await OneAsync(hub, store, plan, report);
        }
    }

    private static async Task OneAsync(HubUnderLoad hub, BenchStore store, BenchPlan plan, Report report)
    {
        var minutes = plan.Minutes;
        var devices = new List<string>();
        foreach (var provider in new[] { "apns", "fcm", "webpush" })
        {
            devices.AddRange(await Fleet.RegisterAsync(hub, provider, 300, CancellationToken.None));
        }
        var samples = new List<(double Minute, double Memory, double Handles)>();
        var watch = Stopwatch.StartNew();
        var (sent, refused) = (0, 0);
        var running = new HashSet<Task>();
        while (watch.Elapsed.TotalMinutes < minutes)
        {
            for (var due = (int)(watch.Elapsed.TotalSeconds * plan.Rate); sent < due; sent++)
            {
                running.Add(SendAsync(devices[sent * 7 % devices.Count]));
            }
            foreach (var done in running.Where(t => t.IsCompleted).ToList())
            {
                await done;
                running.Remove(done);
            }
            if (samples.Count * 10 <= watch.Elapsed.TotalSeconds)
            {
                samples.Add((watch.Elapsed.TotalMinutes, ProcessUse.MemoryMb(hub.Hub.Id), ProcessUse.Handles(hub.Hub.Id)));
            }
            await Task.Delay(10);
        }
        await Task.WhenAll(running);
        long arrived = -1;
        for (long now; (now = (await hub.AcceptedByVendorAsync(CancellationToken.None)).Values.Sum()) != arrived; arrived = now)
        {
            await Task.Delay(1000);
        }
        var settled = samples.Where(s => s.Minute >= minutes / 4).ToList();
        report.Line(
            $"| {store.Name} | {Report.N(sent)} | {Report.N(settled[0].Memory)}, {Report.N(settled[^1].Memory)} | {Report.N(Slope(settled, s => s.Memory), "N2")} | {Report.N(ProcessUse.MemoryMb(hub.Hub.Id))} "
            + $"| {settled[0].Handles}, {settled[^1].Handles} | {Report.N(Slope(settled, s => s.Handles), "N2")} | {Report.N(refused)} | {Report.N(sent - refused - arrived)} |");

        async Task SendAsync(string device)
        {
            using var content = AcceptBench.Json(AcceptBench.Body([device], null));
            using var answer = await hub.Api.PostAsync("/v1/push/send", content);
            // Where others take the cores for a while, the hub lets in no more than it can work on.
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Interlocked.Increment(ref refused);
                return;
            }
            answer.EnsureSuccessStatusCode();
        }
    }

    private static double Slope(List<(double Minute, double Memory, double Handles)> samples, Func<(double Minute, double Memory, double Handles), double> of)
    {
        var (x, y) = (samples.Average(s => s.Minute), samples.Average(of));
        var spread = samples.Sum(s => Math.Pow(s.Minute - x, 2));
        return spread == 0 ? 0 : samples.Sum(s => (s.Minute - x) * (of(s) - y)) / spread;
    }
}
