using System.Text.RegularExpressions;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Delivery.Signals;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>The worker's statements cost the same at ten million rows: every table is reached by an index.</summary>
[Trait("Engine", "sqlite")]
public class ClaimPlanTests
{
    [Theory]
    [InlineData("claim", "ix_deliveries_due (provider=? AND status=? AND lane=? AND project_id=? AND due_at<?)")]
    [InlineData("who waits", "ix_deliveries_due (provider=? AND status=? AND lane=? AND project_id>?)")]
    [InlineData("who waits", "ix_deliveries_due (provider=? AND status=? AND lane=? AND project_id=?)")]
    [InlineData("what is timed", "ix_deliveries_timed (provider=?)")]
    [InlineData("what is timed", "ix_deliveries_timed (provider=? AND due_at>?)")]
    [InlineData("read", "ix_deliveries_leased (lease_until=?)")]
    [InlineData("read", "ix_deliveries_collapse (device_id=? AND collapse_key=?")]
    [InlineData("people", "ix_deliveries_leased (lease_until=?)")]
    [InlineData("people", "SEARCH w USING INTEGER PRIMARY KEY (rowid=?)")]
    [InlineData("expired leases", "ix_deliveries_leased (lease_until<?)")]
    [InlineData("earlier boots", "ix_deliveries_leased")]
    [InlineData("settle", "INTEGER PRIMARY KEY (rowid=?)")]
    public async Task Every_statement_goes_by_its_index(string name, string index)
    {
        await using var store = await TempStore.OpenAsync();
        var plan = await PlanAsync(store, name switch
        {
            "claim" => store.Engine.ClaimSql,
            "who waits" => store.Engine.DueProjectsSql,
            "what is timed" => store.Engine.TimedSql,
            "read" => ClaimSql.Read,
            "people" => ClaimedPeople.Read,
            "expired leases" => DeliveryRecovery.Expired,
            "earlier boots" => DeliveryRecovery.Innocent,
            _ => SettleSql.Settle,
        });
        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => QueryPlan.IsTableScan(step) && !step.Contains("USING INDEX", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_backlog_is_counted_in_the_index_of_what_waits_and_what_is_held_by_project()
    {
        await using var store = await TempStore.OpenAsync();
        Assert.Contains(await PlanAsync(store, BacklogReads.Depth), step => step.EndsWith("USING COVERING INDEX ix_deliveries_due", StringComparison.Ordinal));
        Assert.Contains(await PlanAsync(store, BacklogReads.Held), step => step.Contains("IX_deliveries_project_id_status_id (project_id=? AND status=?)", StringComparison.Ordinal));
    }

    private static async Task<List<string>> PlanAsync(TempStore store, string sql)
    {
        await using var connection = await store.Engine.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        foreach (var name in Regex.Matches(sql, "@[a-z_0-9]+").Select(m => m.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, 1L);
            command.Parameters.Add(parameter);
        }
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }
        return steps;
    }
}
