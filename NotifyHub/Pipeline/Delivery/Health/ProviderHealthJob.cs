using System.Globalization;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Delivery.Protection;

namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>What time alone does to the health figures: a window that emptied lifts a throttle and closes a breaker; old rows go into the usual share.</summary>
internal sealed class ProviderHealthJob(HubEngine engine, IWriteGate gate, HealthLedger ledger, SendingGuard guard, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new(
        "provider_health", "Lifts throttles that are over, and learns how many dead tokens are usual.", TimeSpan.FromSeconds(30));

    private const string AnyOld = "select 1 from health_buckets where starts_at < @before limit 1";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var lifted = 0;
        foreach (var door in guard.Doors.Where(door => door.Throttled || door.BreakerOpen))
        {
            var verdict = await gate.WriteAsync(session => ledger.JudgeAsync(session, door, mayOpen: false), cancel);
            lifted += !verdict.Throttled && !verdict.BreakerOpen ? 1 : 0;
        }
        await FoldAsync(cancel);
        return lifted == 0 ? null : $"{lifted} vendors are well again";
    }

    private async Task FoldAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - HealthWindow.Kept;
        if (await engine.NumberAsync(AnyOld, cancel, ("@before", before.ToUnixTimeMilliseconds())) is null)
        {
            return;
        }
        await gate.WriteAsync(async session =>
        {
            var rows = await session.Prepare(HealthSql.Fold).Bind(before).QueryAsync(row => (
                Project: row.GetInt64(0), Provider: (ProviderKind)row.GetInt32(1), Total: Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture), Invalid: row.GetInt64(3)));
            foreach (var pair in rows.GroupBy(row => (row.Project, row.Provider)).OrderBy(group => group.Key))
            {
                var now = time.GetUtcNow();
                var usual = (await HealthLedger.UsualAsync(session, pair.Key.Project, pair.Key.Provider)).After(pair.Sum(row => row.Total), pair.Sum(row => row.Invalid), now);
                await session.Prepare(HealthSql.KeepUsual).Bind(usual.Answers, usual.Invalid, now, pair.Key.Project, pair.Key.Provider).ExecuteAsync();
            }
        }, cancel);
    }
}
