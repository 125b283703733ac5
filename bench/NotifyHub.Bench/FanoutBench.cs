using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Bench;

/// <summary>One fan-out as measured.</summary>
internal readonly record struct FanoutFigures(double Seconds, double FirstMs, double GrowthMb, double PeakMb, double AcceptP50, double AcceptMax, long Delivered, int Rows, double CountMs);

/// <summary>
/// A topic of 100,000 and one of 1,000,000 subscribers, sent to once each, while delivery goes at a newcomer's rate (200 a second) and small sends come in.
/// Measured: rows a second, time from the 202 to the first call at the vendor, memory, and what the small sends waited for.
/// </summary>
internal static class FanoutBench
{
    private const string Topic = "news";
    private const int Small = 100_000, Large = 1_000_000;

    // As many as the vendor can be called for while the largest runs: the others' tokens are made up and nobody gets to them.
    private const int RealDevices = 20_000;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section("A send to a topic (one process and, on PostgreSQL, its server; delivery at 200/s and 20 small sends a second meanwhile)");
        report.Line("| engine | subscribers | s | rows/s | first call after the 202, ms | memory growth, MB | peak, MB | small sends p50 / max, ms | delivered meanwhile | its counts, ms |");
        report.Line("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            // The first round is the compiler's.
            await MeasureAsync(store, Small / 10);
            var small = await LineAsync(store, Small, report);
            var large = await LineAsync(store, Large, report);
            var growth = large.Seconds / large.Rows / (small.Seconds / small.Rows);
            report.Line($"| {store.Name} | growth of the time a row, {Small:N0} to {Large:N0} | | {Report.N(growth, "N2")} (mark 1.2) | | {Report.N(large.GrowthMb - small.GrowthMb, "N0")} more (mark 100) | | | | |");
        }
    }

    private static async Task<FanoutFigures> LineAsync(BenchStore store, int count, Report report)
    {
        var f = await MeasureAsync(store, count);
        report.Line($"| {store.Name} | {count:N0} | {Report.N(f.Seconds, "N1")} | {Report.N(f.Rows / f.Seconds)} | {Report.N(f.FirstMs)} | {Report.N(f.GrowthMb)} | {Report.N(f.PeakMb)} | {Report.N(f.AcceptP50, "N1")} / {Report.N(f.AcceptMax)} | {f.Delivered:N0} | {Report.N(f.CountMs)} |");
        return f;
    }

    private static async Task<FanoutFigures> MeasureAsync(BenchStore store, int count)
    {
        var settings = await store.NewAsync();
        settings["NotifyHub__Limits__Vendors__Apns__PerSecond"] = "200";
        var vendors = new List<InstantProvider>();
        await using var rig = await StageRig.OpenAsync(settings, name => { var vendor = new InstantProvider(name); vendors.Add(vendor); return vendor; });
        var alone = (await rig.DevicesAsync(1, projectId: 2))[0];
        await SubscribersAsync(rig, count);
        await rig.StartAsync();
        var worker = rig.Services.GetRequiredService<FanoutWorker>();
        await worker.StartAsync(CancellationToken.None);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (before, peak, pid) = (ProcessUse.MemoryMb(Environment.ProcessId), 0.0, Environment.ProcessId);

        var intake = rig.Services.GetRequiredService<SendIntake>();
        var calls = vendors.Sum(v => v.Calls);
        var accepted = await intake.AcceptAsync(new SendOrigin(StageRig.ProjectId, null), new PushSend { To = JsonSerializer.SerializeToElement(new { topic = Topic }), Title = "The news" });
        var began = Stopwatch.GetTimestamp();
        using var stop = new CancellationTokenSource();
        var small = SmallAsync(intake, alone, stop.Token);
        double? first = null;
        FanoutRun run;
        do
        {
            await Task.Delay(5);
            first ??= vendors.Sum(v => v.Calls) > calls ? Stopwatch.GetElapsedTime(began).TotalMilliseconds : null;
            peak = Math.Max(peak, ProcessUse.MemoryMb(pid));
            run = await RunAsync(rig, accepted.NotificationId);
        }
        while (run.FinishedAt is null || first is null);
        var delivered = vendors.Sum(v => v.Calls) - calls;
        await stop.CancelAsync();
        var waits = await small;
        waits.Sort();
        await worker.StopAsync(CancellationToken.None);
        // What GET /v1/notifications/{id} counts.
        var queries = new NotificationQueries(rig.Services.GetRequiredService<HubContexts>(), new SendCounts(TimeProvider.System), TimeProvider.System);
        began = Stopwatch.GetTimestamp();
        await queries.FindAsync(StageRig.ProjectId, accepted.NotificationId);
        var countMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await rig.StopAsync();
        return new((run.FinishedAt!.Value - run.CreatedAt).TotalSeconds, first.Value, peak - before, peak, waits[waits.Count / 2], waits[^1], delivered, run.Written, countMs);
    }

    private static async Task<FanoutRun> RunAsync(StageRig rig, long id)
    {
        await using var db = rig.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(StageRig.ProjectId));
        return await db.Fanouts.AsNoTracking().SingleAsync(f => f.Id == id);
    }

    private static async Task<List<double>> SmallAsync(SendIntake intake, string device, CancellationToken stop)
    {
        var waits = new List<double>();
        var send = new PushSend { To = JsonSerializer.SerializeToElement(device), Title = "Your password was changed", Options = new PushSendOptions { Priority = "critical" } };
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!stop.IsCancellationRequested)
        {
            var at = Stopwatch.GetTimestamp();
            await intake.AcceptAsync(new SendOrigin(2, null), send, cancel: CancellationToken.None);
            waits.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
        return waits;
    }

    // Some devices as the registry makes them, so that the vendor can be called; the rest as rows, by one statement.
    private static async Task SubscribersAsync(StageRig rig, int count)
    {
        var real = Math.Min(RealDevices, count / 5);
        await rig.DevicesAsync(real);
        var ids = rig.Services.GetRequiredService<HubIds>();
        var gate = rig.Services.GetRequiredService<IWriteGate>();
        var isPostgres = !rig.Services.GetRequiredService<HubEngine>().OwnedByOneProcess;
        const int slice = 50_000;
        for (var left = count - real; left > 0; left -= slice)
        {
            var rows = Math.Min(slice, left);
            await gate.WriteAsync(session => session.Prepare($"""
                insert into devices (id, project_id, provider, sealed_token, token_hash, token_tail, status, registered_at, last_seen_at, created_at, updated_at)
                with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)
                select cast(@first as bigint) + i, @project, @provider, @sealed, cast(cast(cast(@first as bigint) + i as text) as {(isPostgres ? "bytea" : "blob")}), 'tail', @status, @now, @now, @now, @now from n
                """).Bind(rows, ids.Reserve(rows), StageRig.ProjectId, ProviderKind.Apns, Array.Empty<byte>(), DeviceStatus.Active, DateTimeOffset.UtcNow).ExecuteAsync());
        }
        var topic = ids.Next();
        await gate.WriteAsync(session => session.Prepare("insert into topics (id, project_id, name, created_at) values (@id, @project, @name, @now)").Bind(topic, StageRig.ProjectId, Topic, DateTimeOffset.UtcNow).ExecuteAsync());
        await gate.WriteAsync(session => session.Prepare("""
            insert into topic_subscriptions (topic_id, kind, subscriber_id, project_id, created_at)
            select cast(@topic as bigint), 1, d.id, d.project_id, d.created_at from devices d where d.project_id = @project
            """).Bind(topic, StageRig.ProjectId).ExecuteAsync());
    }
}
