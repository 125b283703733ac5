using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>Three times what the hub can accept, asked for on a fixed schedule whether or not earlier requests were answered: what is answered, what memory does, how soon it is itself again.</summary>
public static class OverloadBench
{
    private const double Seconds = 20;

    // A generator on the same cores; beyond so many unanswered requests it waits, and says so.
    private const int MostOpen = 4000;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section($"Overload: three times the accepted rate for {Seconds:N0} s (single sends, APNs, deliveries running)");
        report.Line("| engine | capacity/s | asked/s | 202 | 429 | 503 | of these with Retry-After | anything else | p99 of 202 ms | memory before, most, after MB | itself again after s |");
        report.Line("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, await store.NewAsync(), CancellationToken.None);
            var devices = await Fleet.RegisterAsync(hub, "apns", 1000, CancellationToken.None);
            await OneAsync(hub, store, devices, report);
        }
    }

    private static async Task OneAsync(HubUnderLoad hub, BenchStore store, string[] devices, Report report)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MostOpen, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = hub.HubUrl };
        client.DefaultRequestHeaders.Authorization = hub.Api.DefaultRequestHeaders.Authorization;
        var next = 0;
        HttpRequestMessage Send() => new(HttpMethod.Post, "/v1/push/send") { Content = AcceptBench.Json(AcceptBench.Body([devices[Interlocked.Increment(ref next) % devices.Length]], null)) };
        await BareLoop.RateAsync(client, Send, 64, 10);
        var capacity = await BareLoop.RateAsync(client, Send, 64, 8);
        await QuietAsync(hub);

        var before = ProcessUse.MemoryMb(hub.Hub.Id);
        var most = before;
        var answers = new ConcurrentBag<(int Status, bool After, double Ms)>();
        using var open = new SemaphoreSlim(MostOpen);
        var watch = Stopwatch.StartNew();
        var asked = 0;
        while (watch.Elapsed.TotalSeconds < Seconds)
        {
            for (var due = (int)(watch.Elapsed.TotalSeconds * capacity * 3); asked < due; asked++)
            {
                await open.WaitAsync();
                _ = AskAsync();
            }
            most = Math.Max(most, ProcessUse.MemoryMb(hub.Hub.Id));
            await Task.Delay(5);
        }
        var rate = asked / watch.Elapsed.TotalSeconds;
        for (var i = 0; i < MostOpen; i++)
        {
            await open.WaitAsync();
        }
        watch.Restart();
        await QuietAsync(hub);
        var again = watch.Elapsed.TotalSeconds;
        var all = answers.ToList();
        var taken = all.Where(a => a.Status == 202).Select(a => a.Ms).Order().ToList();
        var refused = all.Where(a => a.Status is 429 or 503).ToList();
        report.Line(
            $"| {store.Name} | {Report.N(capacity)} | {Report.N(rate)} | {Report.N(taken.Count)} | {Report.N(all.Count(a => a.Status == 429))} | {Report.N(all.Count(a => a.Status == 503))} "
            + $"| {Report.N(refused.Count(a => a.After))} | {Report.N(all.Count - taken.Count - refused.Count)} | {Report.N(taken.Count == 0 ? 0 : taken[(int)(taken.Count * 0.99)])} "
            + $"| {Report.N(before)}, {Report.N(most)}, {Report.N(ProcessUse.MemoryMb(hub.Hub.Id))} | {Report.N(again, "N1")} |");

        async Task AskAsync()
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                using var request = Send();
                using var answer = await client.SendAsync(request);
                answers.Add(((int)answer.StatusCode, answer.Headers.RetryAfter is not null, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
            }
            catch (HttpRequestException)
            {
                answers.Add((0, false, 0));
            }
            finally
            {
                open.Release();
            }
        }
    }

    // Itself again: a send is taken within 100 ms, and nothing waits any more.
    private static async Task QuietAsync(HubUnderLoad hub)
    {
        for (long last = -1, same = 0; same < 3;)
        {
            var now = (await hub.AcceptedByVendorAsync(CancellationToken.None)).Values.Sum();
            same = now == last ? same + 1 : 0;
            last = now;
            await Task.Delay(100);
        }
    }
}
