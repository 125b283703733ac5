using NotifyHub.Pipeline.Channels;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Bench;

/// <summary>CPU µs of the engine's stages for one delivery, hub and database engine together, and the time of a commit in µs.</summary>
public readonly record struct StageFigures(double Accept, double Claim, double ClaimToSettled, double Settle, double Sync, double PerSecond);

/// <summary>CPU of each stage for one delivery, without HTTP: the engine alone. What docs/scaling.md adds up.</summary>
public static class StagesBench
{
    private const int Group = 200;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section($"The engine alone, CPU µs a delivery (one process and, on PostgreSQL, its server; no HTTP; {plan.Count:N0} deliveries, accepted in batches of 100)");
        report.Line("| engine | accept | claim | claim to settled, worker running | of it settle (groups of 200) | commit µs | deliveries/s, claim to settled |");
        report.Line("|---|---|---|---|---|---|---|");
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            var f = await MeasureAsync(store, plan.Count);
            report.Line($"| {store.Name} | {Report.N(f.Accept, "N1")} | {Report.N(f.Claim, "N1")} | {Report.N(f.ClaimToSettled, "N1")} | {Report.N(f.Settle, "N1")} | {Report.N(f.Sync)} | {Report.N(f.PerSecond)} |");
        }
    }

    /// <summary>Measures twice and gives the second: the first round is the compiler's.</summary>
    internal static async Task<StageFigures> MeasureAsync(BenchStore store, int count)
    {
        await OnceAsync(store, count);
        return await OnceAsync(store, count);
    }

    private static async Task<StageFigures> OnceAsync(BenchStore store, int count)
    {
        await using var rig = await StageRig.OpenAsync(await store.NewAsync());
        var devices = await rig.DevicesAsync(1000);
        var accept = await CpuAsync(store, () => rig.AcceptAsync(devices, count / 100)) / count;
        var taken = new List<ClaimedDelivery>();
        var claim = await CpuAsync(store, () => ClaimAsync(rig, taken, count / 3)) / taken.Count;
        var settle = await CpuAsync(store, () => SettleAsync(rig, taken)) / taken.Count;
        var sync = await SyncAsync(rig);
        var left = count - taken.Count;
        var watch = Stopwatch.StartNew();
        var run = await CpuAsync(store, () => DrainAsync(rig, left)) / left;
        return new(accept, claim, run, settle, sync, left / watch.Elapsed.TotalSeconds);
    }

    private static async Task ClaimAsync(StageRig rig, List<ClaimedDelivery> taken, int rows)
    {
        var claims = rig.Services.GetRequiredService<DeliveryClaims>();
        var share = new ClaimShare(ProviderKind.Apns, DeliveryStatus.Queued, DeliveryLane.Normal, StageRig.ProjectId, 500);
        while (taken.Count < rows)
        {
            taken.AddRange((await claims.TakeAsync([share], CancellationToken.None)).Rows);
        }
    }

    private static async Task SettleAsync(StageRig rig, List<ClaimedDelivery> taken)
    {
        var batch = rig.Services.GetRequiredService<SettleBatch>();
        var gate = rig.Services.GetRequiredService<IWriteGate>();
        var answer = new ChannelAnswer(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200, MessageId = "b54bd0d5-4f3c-8d2d-9f31-7f3ac2fe5cbd" }, TimeSpan.FromMilliseconds(3));
        foreach (var some in taken.Chunk(Group))
        {
            var now = DateTimeOffset.UtcNow;
            await gate.WriteAsync(session => batch.WriteAsync(session, [.. some.Select(d => new Settlement(d, DeliveryExit.Done, answer, now))]));
        }
    }

    // One small write after the other: what is left is the way to the disk.
    private static async Task<double> SyncAsync(StageRig rig)
    {
        const int commits = 200;
        var gate = rig.Services.GetRequiredService<IWriteGate>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < commits; i++)
        {
            await gate.WriteAsync(session => session.Prepare("insert into installation_facts (name, value) values (@name, @value)").Bind($"bench {i}", "x").ExecuteAsync());
        }
        return watch.Elapsed.TotalMicroseconds / commits;
    }

    private static async Task DrainAsync(StageRig rig, int rows)
    {
        var provider = rig.Services.GetServices<IPushProvider>().OfType<InstantProvider>().Single(p => p.Name == "apns");
        var before = provider.Calls;
        await rig.StartAsync();
        while (provider.Calls - before < rows)
        {
            await Task.Delay(20);
        }
        await rig.StopAsync();
    }

    private static async Task<double> CpuAsync(BenchStore store, Func<Task> work)
    {
        var (own, server) = (Environment.CpuUsage.TotalTime, store.CpuSeconds());
        await work();
        return (Environment.CpuUsage.TotalTime - own).TotalMicroseconds + ((store.CpuSeconds() - server) * 1e6);
    }
}
