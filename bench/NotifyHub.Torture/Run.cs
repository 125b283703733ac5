using System.Diagnostics;
using NotifyHub.E2E.Support;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Kill;
using NotifyHub.Torture.Load;

namespace NotifyHub.Torture;

/// <summary>One run: load and kills, drain, audit.</summary>
public sealed class Run(TortureOptions options, string dll)
{
    private const int InFlight = 64;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan RotateEvery = TimeSpan.FromSeconds(1);

    /// <summary>The report and whether every promise was kept.</summary>
    public async Task<(string Report, bool Holds)> RunAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var history = new History(options.History);
        history.Note("run", options);
        var trouble = Trouble(history);
        try
        {
            await using var hub = await HubUnderLoad.StartAsync(dll, quick: false, Settings(), cancel, options.Nodes, node => trouble.BeforeAsync(node, cancel));
            var (fleet, generator, verdict) = await RunAsync(hub, trouble, history, cancel);
            return ($"{Head(fleet, began)}\n{verdict}\n{Latency(generator)}\n", verdict.Holds);
        }
        finally
        {
            await trouble.AfterAsync(CancellationToken.None);
        }
    }

    private async Task<(Fleet Fleet, Generator Generator, Verdict Verdict)> RunAsync(HubUnderLoad hub, ITrouble trouble, History history, CancellationToken cancel)
    {
        HubStore store = options.Connection is { } connection ? new PostgresHubStore(connection) : new SqliteHubStore(hub.Nodes[0].DataFolder);
        var fleet = await Fleet.RegisterAsync(hub, options.Seed, patient: options.Kills >= 50, cancel);
        var generator = new Generator(hub, new SendMaker(fleet, options.Seed), history, options.Rate);

        using var stop = new CancellationTokenSource();
        var load = generator.RunAsync(stop.Token, cancel);
        var rotation = RotateAsync(hub, stop.Token);
        await trouble.MakeAsync(hub, store, generator, cancel);
        await stop.CancelAsync();
        await Task.WhenAll(load, rotation);

        var poison = await new Drain(hub, store, DrainLimit).RunAsync(cancel);
        foreach (var send in generator.Sends.Where(s => s is { End: SendEnd.Accepted, Key: not null }).Take(50))
        {
            await generator.RepeatAsync(send, cancel);
        }
        foreach (var node in hub.Nodes)
        {
            await node.Process.TerminateAsync(cancel);
        }
        var verdict = new Checker(generator.Sends, await store.DeliveriesAsync(), await ArrivalLines.AcceptedAsync(hub.ArrivalFile, cancel), trouble.Kills, fleet.Sound.ToHashSet(StringComparer.Ordinal)).Check(InFlight);
        trouble.Tell(verdict);
        verdict.Tell("dead letters by three crashes, sent again by an operator", poison);
        verdict.None("faults of the store's own check", new[] { await store.FaultAsync() }.OfType<string>());
        return (fleet, generator, verdict);
    }

    private ITrouble Trouble(History history) => options.Verb switch
    {
        "disk" => new FullDisk(),
        "lock" => new HeldLock(),
        _ => new ManyKills(options, history),
    };

    private Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["NotifyHub__Limits__DevicePerMinute"] = "1000000",
        ["NotifyHub__Limits__InFlight"] = $"{InFlight}",
        ["NotifyHub__Limits__Project__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Apns__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Fcm__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__WebPush__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Huawei__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__MiPush__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Expo__PerSecond"] = "0",
        ["NotifyHub__Database__Provider"] = options.Engine,
        ["ConnectionStrings__Hub"] = options.Connection ?? "",
    };

    // A credential is replaced again and again, by each node in turn, so that a kill can fall into it anywhere.
    private static async Task RotateAsync(HubUnderLoad hub, CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            try
            {
                await Task.Delay(RotateEvery, stop);
                using var api = hub.NewClient(hub.Nodes[turn % hub.Nodes.Count].Url);
                await hub.StoreCredentialsAsync(stop, api);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or System.Net.Sockets.SocketException or InvalidOperationException or OperationCanceledException)
            {
                // The hub is down, or does not take it now: the next turn tries again.
            }
        }
    }

    private string Head(Fleet fleet, long began) =>
        $"{options.Verb}: seed {options.Seed}, {options.Engine}, {options.Nodes} node(s), {options.Rate} sends/s, "
        + (options.Verb is "disk" or "lock" ? "" : $"{options.Kills} random kills, {options.AtEachPoint} at each named point, {options.Signals} TERM, {options.Signals} STOP; ")
        + $"{Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s; faulty phones: {string.Join(", ", fleet.Faults)}\n";

    private static string Latency(Generator generator)
    {
        double At(double percentile) => generator.Latency.GetValueAtPercentile(percentile) / 1000.0;
        return $"from the appointed time to the 202, kills included (ms): p50 {At(50):F1}, p90 {At(90):F1}, p99 {At(99):F1}, max {At(100):F0}";
    }
}
