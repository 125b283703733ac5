using System.Text.RegularExpressions;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>PostgreSQL chooses its plan by what the table holds: with many rows of which few are due, of a few projects, every statement of the worker goes by its index.</summary>
[Trait("Engine", "postgres")]
public class ClaimPlanAtSizeTests
{
    private const int Rows = 60_000;

    [Fact]
    public async Task Every_statement_goes_by_its_index()
    {
        await using var store = await TempStore.OpenAsync();
        await FillAsync(store);
        foreach (var (name, sql, index) in new[]
        {
            ("claim", store.Engine.ClaimSql, "ix_deliveries_due"),
            ("who waits", store.Engine.DueProjectsSql, "ix_deliveries_due"),
            ("what is timed", store.Engine.TimedSql, "ix_deliveries_timed"),
            ("read", ClaimSql.Read, "ix_deliveries_leased"),
            ("people", ClaimedPeople.Read, "ix_deliveries_leased"),
            ("expired leases", DeliveryRecovery.Expired, "ix_deliveries_leased"),
            ("settle", SettleSql.Settle, "pk_deliveries"),
        })
        {
            var plan = await PlanAsync(store, sql);
            Assert.True(plan.Contains(index, StringComparison.OrdinalIgnoreCase), $"{name}:\n{plan}");
            Assert.False(plan.Contains("Seq Scan on deliveries", StringComparison.Ordinal), $"{name}:\n{plan}");
        }
    }

    // Of every hundred rows 90 have ended, 8 wait, one is timed, one is being sent; one project has half of all.
    private static async Task FillAsync(TempStore store)
    {
        await store.Gate.WriteAsync(session => session.Prepare($"""
            insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, lease_owner, lease_until, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at)
            select n, case when n % 2 = 0 then 1 else n % 200 end, n, n, 1 + n % 3,
                case when n % 100 < 90 then {(int)DeliveryStatus.Sent} when n % 100 < 98 then {(int)DeliveryStatus.Queued} when n % 100 = 98 then {(int)DeliveryStatus.Retrying} else {(int)DeliveryStatus.Sending} end,
                0, n % 4, n, case when n % 100 = 99 then 7 end, case when n % 100 = 99 then n end, 0, 0, 0, 0, 0, n, n
            from generate_series(1, {Rows}) n
            """).ExecuteAsync());
        await store.Gate.WriteAsync(session => session.Prepare("analyze deliveries").ExecuteAsync());
    }

    private static async Task<string> PlanAsync(TempStore store, string sql)
    {
        await using var connection = await store.Engine.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "explain " + Regex.Replace(sql, "@[a-z_0-9]+", "'7'");
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(0));
        }
        return string.Join('\n', steps);
    }
}
