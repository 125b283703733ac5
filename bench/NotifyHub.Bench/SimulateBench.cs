using System.Globalization;
using NotifyHub.Bench.Simulation;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>
/// The model of docs/scaling.md beside the real thing: costs are measured stage by stage and at one point of the curve (the most hands); the other points
/// are foretold and then measured. What is foretold for larger machines rests on nothing else.
/// </summary>
public static class SimulateBench
{
    private static readonly int[] Hands = [1, 2, 4, 8, 16, 32, 128];

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            report.Section($"Model and measurement on {store.Name}: deliveries/s by hands for each vendor (APNs, {plan.Count:N0} deliveries, {Environment.ProcessorCount} cores)");
            var stages = await StagesBench.MeasureAsync(store, plan.Count);
            var points = new List<(int Hands, double Rate)>();
            StageCosts? costs = null;
            foreach (var hands in Hands.Reverse())
            {
                var (rate, measured) = await PointAsync(dll, store, hands, plan.Count, costs is null ? stages : null);
                points.Add((hands, rate));
                costs ??= measured;
            }
            Print(report, store, costs!, points, plan.Count);
        }
    }

    private static void Print(Report report, BenchStore store, StageCosts costs, List<(int Hands, double Rate)> points, int count)
    {
        report.Line($"CPU µs a delivery: accept {N(costs.Accept)}, claim {N(costs.Claim)}, call {N(costs.Call)}, settle {N(costs.Settle)}, vendor {N(costs.Twin)}, generator {N(costs.Generator)}; wake-up {N(costs.WakeUp)} µs a way, commit {N(costs.Sync)} µs.");
        report.Line("");
        report.Line("| hands | measured/s | model/s | error |");
        report.Line("|---|---|---|---|");
        // Others may work on the same cores: at the calibrated point the CPU used says how much of a core a second was to be had.
        var had = Math.Min(Environment.ProcessorCount, points.Single(p => p.Hands == Hands[^1]).Rate * costs.All / 1e6);
        var slowed = costs.Slowed(Environment.ProcessorCount / had);
        var errors = new List<double>();
        foreach (var (hands, rate) in points.OrderBy(p => p.Hands))
        {
            var model = PipelineModel.Rate(slowed, Environment.ProcessorCount, hands, count);
            errors.Add(Math.Abs(model - rate) / rate);
            report.Line($"| {hands} | {Report.N(rate)} | {Report.N(model)} | {Report.N((model - rate) / rate * 100, "N0")} % |");
        }
        report.Line("");
        report.Line($"Mean error {Report.N(errors.Average() * 100, "N0")} %; the point with {Hands[^1]} hands also gave the cost of a call, and the {Report.N(had, "N1")} cores that were to be had.");
        report.Line("");
        report.Line($"| deliveries an hour | a second | hub cores at 60 % use | of them 2-core nodes | {(store.CpuSeconds() > 0 ? "PostgreSQL is inside these figures" : "one node at most: SQLite has one process")} |");
        report.Line("|---|---|---|---|---|");
        foreach (var perHour in new[] { 1e6, 1e7, 1e8 })
        {
            var cores = perHour / 3600 * (costs.Accept + costs.Claim + costs.Call + costs.Settle) / 1e6 / 0.6;
            report.Line($"| {Report.N(perHour)} | {Report.N(perHour / 3600)} | {Report.N(cores, "N2")} | {Report.N(Math.Ceiling(cores / 2))} | |");
        }
    }

    private static string N(double value) => Report.N(value, "N1");

    // The real hub with so many hands. With stages given, also the costs: what the hub used beyond its stages is the call.
    private static async Task<(double Rate, StageCosts? Costs)> PointAsync(string dll, BenchStore store, int hands, int count, StageFigures? stages)
    {
        var settings = await store.NewAsync();
        settings["NotifyHub__Limits__InFlight"] = (hands * HubUnderLoad.Vendors).ToString(CultureInfo.InvariantCulture);
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, settings, CancellationToken.None);
        var devices = await Fleet.RegisterAsync(hub, "apns", 1000, CancellationToken.None);
        await DeliverBench.SendAsync(hub, devices, "apns", count / 100);
        var meter = CpuMeter.Start(hub, store);
        var rate = await DeliverBench.SendAsync(hub, devices, "apns", count / 100);
        var cpu = meter.Per(count);
        if (stages is not { } known)
        {
            return (rate, null);
        }
        using var client = BareLoop.Client(hub.TwinHttp2Url, 1, http2: true);
        await BareLoop.RateAsync(client, () => DeliverBench.BareRequest("apns"), 1, 2);
        var bareMeter = CpuMeter.Start(hub, store);
        var single = await BareLoop.RateAsync(client, () => DeliverBench.BareRequest("apns"), 1, 3);
        var bare = bareMeter.Per((long)(single * 3));
        var wake = Math.Max(0, ((1e6 / single) - bare.Generator - bare.Twin) / 2);
        var call = Math.Max(0, cpu.Hub + cpu.Store - known.Accept - known.Claim - known.Settle);
        return (rate, new StageCosts(known.Accept, known.Claim, call, cpu.Twin, known.Settle, cpu.Generator, wake, known.Sync));
    }
}
