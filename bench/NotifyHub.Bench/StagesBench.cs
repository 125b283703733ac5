using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Bench;

/// <summary>CPU of each stage for one delivery, without HTTP: the engine alone. What docs/scaling.md adds up.</summary>
public static class StagesBench
{
    private const int Group = 200;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section($"The engine alone, CPU µs a delivery (one process, no HTTP, {plan.Count:N0} deliveries, accepted in batches of 100)");
        report.Line("| accept | claim | claim to settled, worker running | of it settle (groups of 200) | deliveries/s, claim to settled |");
        report.Line("|---|---|---|---|---|");
        var batches = plan.Count / 100;
        // Twice: the first round is the compiler's.
        for (var round = 0; round < 2; round++)
        {
            await using var rig = await StageRig.OpenAsync(Fleet.Settings);
            var devices = await rig.DevicesAsync(1000);
            var accept = await CpuAsync(() => rig.AcceptAsync(devices, batches), plan.Count);
            var (claim, settle, byHand) = await ByHandAsync(rig, plan.Count / 3);
            var left = plan.Count - byHand;
            var watch = Stopwatch.StartNew();
            var run = await CpuAsync(() => DrainAsync(rig, left), left);
            var rate = left / watch.Elapsed.TotalSeconds;
            if (round == 1)
            {
                report.Line($"| {Report.N(accept, "N1")} | {Report.N(claim, "N1")} | {Report.N(run, "N1")} | {Report.N(settle, "N1")} | {Report.N(rate)} |");
            }
        }
    }

    private static async Task<(double Claim, double Settle, int Rows)> ByHandAsync(StageRig rig, int rows)
    {
        var claims = rig.Services.GetRequiredService<DeliveryClaims>();
        var batch = rig.Services.GetRequiredService<SettleBatch>();
        var gate = rig.Services.GetRequiredService<IWriteGate>();
        var share = new ClaimShare(ProviderKind.Apns, DeliveryStatus.Queued, DeliveryLane.Normal, StageRig.ProjectId, 500);
        var taken = new List<ClaimedDelivery>();
        var claim = await CpuAsync(async () =>
        {
            while (taken.Count < rows)
            {
                taken.AddRange((await claims.TakeAsync([share], CancellationToken.None)).Rows);
            }
        }, rows) * rows / taken.Count;
        var answer = new PushAnswer(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200, MessageId = "b54bd0d5-4f3c-8d2d-9f31-7f3ac2fe5cbd" }, TimeSpan.FromMilliseconds(3));
        var settle = await CpuAsync(async () =>
        {
            foreach (var some in taken.Chunk(Group))
            {
                var now = DateTimeOffset.UtcNow;
                await gate.WriteAsync(session => batch.WriteAsync(session, [.. some.Select(d => new Settlement(d, DeliveryExit.Done, answer, now))]));
            }
        }, taken.Count);
        return (claim, settle, taken.Count);
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

    private static async Task<double> CpuAsync(Func<Task> work, int rows)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / rows;
    }
}
