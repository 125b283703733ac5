using System.Text.RegularExpressions;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights.Impact;

/// <summary>PostgreSQL chooses its plan by what the tables hold: with many events, of which few are of one session, message or campaign, every statement goes by its index.</summary>
[Trait("Engine", "postgres")]
public sealed class ImpactPlanAtSizeTests
{
    private const int Rows = 60_000;

    [Fact]
    public async Task Every_statement_goes_by_its_index()
    {
        await using var store = await TempStore.OpenAsync();
        await FillAsync(store);
        foreach (var (what, index) in new[]
        {
            ("a delivery's ties", "PK_event_impacts"), ("a campaign's tail", "ix_event_impacts_"), ("a campaign's tail in sum", "ix_event_impacts_"),
            ("whether a campaign is there", "IX_deliveries_project_id_campaign_id_id"), ("an event's ties", "ix_event_impacts_event"), ("pushes to a device", "IX_deliveries_device_id_id"),
            ("a tie by name", "_deliveries"), ("ties by session", "ix_interactions_session"), ("ties by confirmation", "ix_events_session"), ("an event by its id", "ux_events_external"),
            ("what is to be counted", "ix_event_impacts_noted"), ("counting", "ix_event_impacts_noted"), ("clean-up of events", "PK_events"),
        })
        {
            var plan = await PlanAsync(store, ImpactStatements.Of(store.Engine, what));
            Assert.True(plan.Contains(index, StringComparison.OrdinalIgnoreCase), $"{what}:\n{plan}");
            Assert.False(Regex.IsMatch(plan, "Seq Scan on (events|event_impacts|deliveries|interactions)"), $"{what}:\n{plan}");
        }
    }

    private static async Task FillAsync(TempStore store)
    {
        foreach (var sql in new[]
        {
            $"""
            insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at, sent_at, campaign_id)
            select n, 1 + n % 3, n, n % 5000, 1, {(int)DeliveryStatus.Sent}, 0, 1, n, 1, 0, 0, 0, 0, n, n, n, 'c' || (n % 500) from generate_series(1, {Rows}) n
            """,
            $"insert into interactions (id, project_id, delivery_id, kind, session_id, at, received_at) select n, 1 + n % 3, n, 1, 's' || (n % 6000), n, n from generate_series(1, {Rows}) n",
            $"insert into events (id, project_id, external_id, name, at, received_at, session_id, user_id, is_error) select n, 1 + n % 3, 'e' || n, 'x', n, n, 's' || (n % 6000), 'u' || (n % 6000), 0 from generate_series(1, {Rows}) n",
            $"insert into event_impacts (project_id, delivery_id, event_id, campaign_id, link, noted_at, name, at, is_error) select 1 + n % 3, n / 4, n, 'c' || (n % 500), 1, n * 1000, 'x', n, 0 from generate_series(1, {Rows}) n",
            "analyze deliveries", "analyze interactions", "analyze events", "analyze event_impacts",
        })
        {
            await store.Gate.WriteAsync(session => session.Prepare(sql).ExecuteAsync());
        }
    }

    // A value that is near the end of what is there, as marks and floors are.
    private static async Task<string> PlanAsync(TempStore store, string sql)
    {
        await using var connection = await store.Engine.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "explain " + Regex.Replace(sql, "@[a-z_0-9]+", name => name.Value switch { "@after" or "@mark" => "59990000", "@upto" => "60000000", "@floor" => "'70'", "@project" => "'2'", "@campaign" => "'c7'", _ => "'7'" });
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(0));
        }
        return string.Join('\n', steps);
    }
}
