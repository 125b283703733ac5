using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Impact;
using NotifyHub.Pipeline.Feedback.Events;

namespace NotifyHub.Tests.Insights.Impact;

/// <summary>Keeping, tying, counting and reading cost the same at ten million events.</summary>
[Trait("Engine", "sqlite")]
public sealed class ImpactPlanTests : InsightsTest
{
    private static readonly DateTimeOffset Day = DateTimeOffset.UnixEpoch.AddYears(56);

    public static TheoryData<string, string> Reads => new()
    {
        { "a delivery's ties", "INDEX sqlite_autoindex_event_impacts_1 (delivery_id=?)" },
        { "a campaign's counts", "INDEX sqlite_autoindex_campaign_impacts_1 (project_id=? AND campaign_id=?)" },
        { "a campaign's totals", "INDEX sqlite_autoindex_campaign_impact_totals_1 (project_id=? AND campaign_id=?)" },
        { "a campaign's tail", "INDEX ix_event_impacts_campaign (project_id=? AND campaign_id=? AND noted_at>?)" },
        { "a campaign's tail in sum", "INDEX ix_event_impacts_campaign (project_id=? AND campaign_id=? AND noted_at>?)" },
        { "whether a campaign is there", "IX_deliveries_project_id_campaign_id_id (project_id=? AND campaign_id=?)" },
        { "whether a campaign was sent", "IX_deliveries_project_id_campaign_id_id (project_id=? AND campaign_id=?)" },
        { "an event's ties", "INDEX ix_event_impacts_event (event_id=?)" },
        { "pushes to a device", "IX_deliveries_device_id_id (device_id=? AND id<?)" },
        { "pushes to a person", "IX_deliveries_device_id_id (device_id=?" },
        { "a tie by name", "SEARCH d USING INTEGER PRIMARY KEY" },
        { "ties by session", "INDEX ix_interactions_session (project_id=? AND session_id=? AND at>? AND at<?)" },
        { "ties by confirmation", "INDEX ix_events_session (project_id=? AND session_id=? AND at>? AND at<?)" },
        { "an event by its id", "INDEX ux_events_external (project_id=? AND external_id=?)" },
        { "what is to be counted", "INDEX ix_event_impacts_noted (noted_at>? AND noted_at<?)" },
        { "counting", "INDEX ix_event_impacts_noted (noted_at>? AND noted_at<?)" },
        { "summing", "INDEX ix_event_impacts_noted (noted_at>? AND noted_at<?)" },
        { "sessions", "INDEX ix_event_impacts_noted (noted_at>? AND noted_at<?)" },
        { "clean-up of ties", "INDEX ix_event_impacts_event (event_id=?)" },
        { "clean-up of events", "INTEGER PRIMARY KEY (rowid<?)" },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Every_statement_goes_by_its_index(string what, string index)
    {
        var plan = await PlanAsync(Bound(ImpactStatements.Of(Store.Engine, what)));
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Split('\n'), step => NotifyHub.Tests.Support.QueryPlan.IsTableScan(step) && !step.Contains("SCAN i", StringComparison.Ordinal) && !step.Contains("SCAN c", StringComparison.Ordinal) && !step.Contains("SCAN e", StringComparison.Ordinal) && !step.Contains("first_sends", StringComparison.Ordinal));
    }

    private static SqlText Bound(string sql) =>
        new(sql, [.. System.Text.RegularExpressions.Regex.Matches(sql, "@[a-z_0-9]+").Select(m => m.Value).Distinct(StringComparer.Ordinal).Select(name => (name, (object)1L))]);
}
