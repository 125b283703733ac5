using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Bench;

/// <summary>
/// One project has a backlog of --count rows (a million by the promise); another sends twenty a second. Measured: from asking to the call at the vendor,
/// once while every call of the big project hangs until it times out, once while its backlog flows as fast as it can. On PostgreSQL with
/// NotifyHub__Database__Provider=postgres and ConnectionStrings__Hub in the environment (an empty database).
/// </summary>
internal static class FairnessBench
{
    private const long Small = 2;
    private const int Alerts = 600;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        var side = (int)Math.Ceiling(Math.Sqrt(plan.Count));
        report.Section($"A project with {side * side:N0} rows waiting, and another's alerts (from asking to the call at the vendor, ms; {Alerts} at 20/s)");
        report.Line("| big project | its lane | the alerts' lane | p50 | p99 | max | calls of the big one meanwhile |");
        report.Line("|---|---|---|---|---|---|---|");
        foreach (var (lane, priority, hangs) in new[] { (DeliveryLane.Bulk, "critical", true), (DeliveryLane.Bulk, "low", true), (DeliveryLane.Normal, "normal", true), (DeliveryLane.Bulk, "critical", false), (DeliveryLane.Normal, "normal", false) })
        {
            var vendor = new TwoTenantVendor("apns") { Hangs = hangs };
            await using var rig = await StageRig.OpenAsync(Fleet.Settings, name => name == "apns" ? vendor : new InstantProvider(name));
            await BacklogAsync(rig, side, lane);
            var device = (await rig.DevicesAsync(1, Small))[0];
            await rig.StartAsync();
            while (vendor.Calls < 10)
            {
                await Task.Delay(20);
            }
            var (before, waits) = (vendor.Calls, await SendAsync(rig, vendor, device, priority));
            var meanwhile = vendor.Calls - before;
            vendor.Hangs = false;
            waits.Sort();
            report.Line($"| {(hangs ? "hangs" : "flows")} | {lane} | {priority} | {At(waits, 0.5)} | {At(waits, 0.99)} | {At(waits, 1)} | {meanwhile:N0} |");
            await rig.StopAsync();
        }
    }

    private static string At(List<double> sorted, double share) => Report.N(sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)], "N1");

    private static async Task<List<double>> SendAsync(StageRig rig, TwoTenantVendor vendor, string device, string priority)
    {
        var intake = rig.Services.GetRequiredService<SendIntake>();
        var asked = new List<(string Id, long At)>(Alerts);
        using var pace = new PeriodicTimer(Every);
        while (asked.Count < Alerts && await pace.WaitForNextTickAsync())
        {
            var at = Stopwatch.GetTimestamp();
            var accepted = await intake.AcceptAsync(new SendOrigin(Small, null), new PushSend { To = JsonSerializer.SerializeToElement(device), Title = "Your password was changed", Options = new PushSendOptions { Priority = priority } });
            asked.Add((RowId.Format(RowId.Delivery, accepted.Tickets[0].DeliveryId), at));
        }
        while (asked.Exists(alert => !vendor.Came.ContainsKey(alert.Id)))
        {
            await Task.Delay(20);
        }
        return asked.ConvertAll(alert => Stopwatch.GetElapsedTime(alert.At, vendor.Came[alert.Id]).TotalMilliseconds);
    }

    // As intake writes them, by one statement: as many notifications as devices, each to all.
    private static async Task BacklogAsync(StageRig rig, int side, DeliveryLane lane)
    {
        await rig.DevicesAsync(side);
        var ids = rig.Services.GetRequiredService<NotifyHub.Data.HubIds>();
        var now = DateTimeOffset.UtcNow;
        var gate = rig.Services.GetRequiredService<IWriteGate>();
        await gate.WriteAsync(async session =>
        {
            for (var i = 0; i < side; i++)
            {
                await session.Prepare("insert into notifications (id, project_id, payload, target, recipients, created_at) values (@id, @project, @payload, @target, @recipients, @created)")
                    .Bind(ids.Next(), StageRig.ProjectId, """{"title":"Sale"}""", "\"x\"", side, now).ExecuteAsync();
            }
        });
        await gate.WriteAsync(session => session.Prepare("""
            insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at)
            select @base + row_number() over (), n.project_id, n.id, v.id, v.provider, @status, 0, @lane, @now, 0, 0, 0, 0, 0, @now, @now
            from notifications n join devices v on v.project_id = n.project_id where n.project_id = @project
            """).Bind(ids.Next() - (1L << 45), DeliveryStatus.Queued, lane, now, StageRig.ProjectId).ExecuteAsync());
    }
}
