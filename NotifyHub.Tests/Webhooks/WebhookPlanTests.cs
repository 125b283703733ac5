using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Webhooks;
using NotifyHub.Tests.Insights;
using NotifyHub.Webhooks;

namespace NotifyHub.Tests.Webhooks;

/// <summary>Writing, taking and listing messages cost the same at ten million of them.</summary>
[Trait("Engine", "sqlite")]
public sealed class WebhookPlanTests : InsightsTest
{
    public static TheoryData<string, string> Statements => new()
    {
        { WebhookClaims.Waiting, "ix_webhook_messages_due (endpoint_id>?)" },
        { WebhookClaims.Waiting, "ix_webhook_messages_due (endpoint_id=?" },
        { WebhookClaims.Take, "ix_webhook_messages_due (endpoint_id=? AND due_at" },
        { WebhookResults.Settle, "INTEGER PRIMARY KEY (rowid=?)" },
        { NotificationEnds.Due, "ix_webhook_watches_due (due_at" },
        { NotificationEnds.First, "ix_webhook_watches_due" },
        { NotificationEnds.Walk, "IX_deliveries_notification_id_device_id (notification_id=? AND device_id>?)" },
        { NotificationEnds.Counts, "IX_deliveries_notification_id_device_id (notification_id=?)" },
        { FactBodies.Deliveries, "SEARCH d USING INTEGER PRIMARY KEY" },
        { FactBodies.Devices, "SEARCH devices USING INTEGER PRIMARY KEY" },
        { FactBodies.Notifications, "SEARCH notifications USING INTEGER PRIMARY KEY" },
        { WebhookCleanup.Messages, "INTEGER PRIMARY KEY (rowid<?)" },
        { WebhookCleanup.Attempts, "IX_webhook_attempts_message_id_id (message_id=?)" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Every_statement_goes_by_its_index(string sql, string index) =>
        Assert.Contains(index, await PlanAsync(new SqlText(sql, [.. Regex.Matches(sql, "@[a-z_0-9]+").Select(m => m.Value).Distinct(StringComparer.Ordinal).Select(name => (name, (object)1L))])), StringComparison.Ordinal);

    [Fact]
    public async Task The_list_comes_in_the_order_of_its_index()
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(1));
        foreach (var (query, index) in new[]
        {
            (WebhookQueries.Messages(db, 1, null, null), "IX_webhook_messages_endpoint_id_id"), (WebhookQueries.Messages(db, 1, null, 7), "IX_webhook_messages_endpoint_id_id"),
            (WebhookQueries.Messages(db, 1, WebhookMessageState.Failed, 7), "IX_webhook_messages_endpoint_id_state_id"),
        })
        {
            await using var command = query.CreateDbCommand();
            var plan = await PlanAsync(new SqlText(command.CommandText, [.. Regex.Matches(command.CommandText, "@[A-Za-z_0-9]+").Select(m => m.Value).Distinct(StringComparer.Ordinal).Select(name => (name, (object)1L))]));
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }
}
