using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.Overview;
using NotifyHub.Insights.People;
using NotifyHub.Insights.Sends;
using NotifyHub.Insights.Templates;
using NotifyHub.Insights.Topics;

namespace NotifyHub.Tests.Insights;

/// <summary>Every query of a page goes by an index, never over the table, and lists come in the index's order.</summary>
[Trait("Engine", "sqlite")]
public sealed class PlanTests : InsightsTest
{
    private static readonly ListCursor[] Cursors = [default, new(Before: 900), new(After: 100)];

    public static TheoryData<SendFilter, string> SendFilters => new()
    {
        { new SendFilter(), "IX_deliveries_project_id_id" },
        { new SendFilter { Status = DeliveryStatus.Failed }, "IX_deliveries_project_id_status_id" },
        { new SendFilter { Campaign = "c" }, "IX_deliveries_project_id_campaign_id_id" },
        { new SendFilter { Campaign = "c", Status = DeliveryStatus.Failed }, "IX_deliveries_project_id_campaign_id_id" },
        { new SendFilter { DeviceId = 5 }, "IX_deliveries_device_id_id" },
        { new SendFilter { DeviceId = 5, Campaign = "c", Status = DeliveryStatus.Sent }, "IX_deliveries_device_id_id" },
        { new SendFilter { Provider = ProviderKind.Fcm, Template = "t", Category = "k", Acked = false }, "IX_deliveries_project_id_id" },
        { new SendFilter { Status = DeliveryStatus.Sent, Acked = true, Text = "word" }, "IX_deliveries_project_id_status_id" },
        { new SendFilter { Text = "word" }, "IX_deliveries_project_id_id" },
        { new SendFilter { Text = RowId.Format(RowId.Device, 5) }, "IX_deliveries_device_id_id" },
    };

    [Theory]
    [MemberData(nameof(SendFilters))]
    public async Task Sends_come_by_their_index_in_its_order(SendFilter filter, string index)
    {
        foreach (var narrowed in new[] { filter, filter with { From = DateTimeOffset.UnixEpoch.AddYears(60), To = DateTimeOffset.UnixEpoch.AddYears(61) } })
        {
            var conditions = SendQueries.Conditions(Store.Engine, SendRows.Project, narrowed);
            foreach (var cursor in Cursors)
            {
                var plan = await PlanAsync(SendQueries.Reader.Rows(Store.Engine, conditions, cursor, 500, 51));
                Assert.StartsWith("SEARCH t USING", plan, StringComparison.Ordinal);
                Assert.Contains($"INDEX {index} (", plan, StringComparison.Ordinal);
                AssertOrdered(plan);
                AssertOrdered(await PlanAsync(SendQueries.Reader.WindowEdge(Store.Engine, conditions, cursor)));
            }
        }
    }

    [Fact]
    public async Task A_person_s_sends_come_by_the_person_s_devices()
    {
        var plan = await PlanAsync(SendQueries.Reader.Rows(Store.Engine, SendQueries.Conditions(Store.Engine, SendRows.Project, new SendFilter { UserId = "ada" }), default, null, 51));

        Assert.Contains("SEARCH t USING INDEX IX_deliveries_device_id_id", plan, StringComparison.Ordinal);
        Assert.Contains("IX_devices_project_id_user_id", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_ids_are_looked_up()
    {
        var exact = SendQueries.Conditions(Store.Engine, SendRows.Project, new SendFilter { Text = RowId.Format(RowId.Delivery, 5) });
        var notification = SendQueries.Conditions(Store.Engine, SendRows.Project, new SendFilter { Text = RowId.Format(RowId.Notification, 5) });

        Assert.StartsWith("SEARCH t USING INTEGER PRIMARY KEY", await PlanAsync(SendQueries.These(Store.Engine, SendRows.Project, [1, 2, 3])), StringComparison.Ordinal);
        Assert.StartsWith("SEARCH t USING INTEGER PRIMARY KEY", await PlanAsync(SendQueries.Reader.Rows(Store.Engine, exact, default, null, 51)), StringComparison.Ordinal);
        Assert.Contains("IX_deliveries_notification_id_device_id", await PlanAsync(SendQueries.Reader.Rows(Store.Engine, notification, default, null, 51)), StringComparison.Ordinal);
    }

    public static TheoryData<DeviceFilter, string> DeviceFilters => new()
    {
        { new DeviceFilter(), "IX_devices_project_id_id" },
        { new DeviceFilter { Provider = ProviderKind.Fcm, Status = DeviceStatus.Active, Platform = "ios", Text = "word" }, "IX_devices_project_id_id" },
        { new DeviceFilter { UserId = "ada" }, "IX_devices_project_id_user_id" },
    };

    [Theory]
    [MemberData(nameof(DeviceFilters))]
    public async Task Devices_come_by_their_index(DeviceFilter filter, string index)
    {
        foreach (var cursor in Cursors)
        {
            var plan = await PlanAsync(DeviceQueries.Reader.Rows(Store.Engine, DeviceQueries.Conditions(Store.Engine, SendRows.Project, filter), cursor, null, 51));
            Assert.Contains($"SEARCH t USING INDEX {index}", plan, StringComparison.Ordinal);
            AssertOrdered(plan);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("word")]
    public async Task Templates_come_by_their_index(string? text)
    {
        foreach (var cursor in Cursors)
        {
            var plan = await PlanAsync(TemplateQueries.Reader.Rows(Store.Engine, TemplateQueries.Conditions(Store.Engine, SendRows.Project, text), cursor, null, 51));
            Assert.Contains("SEARCH t USING INDEX ix_templates_live", plan, StringComparison.Ordinal);
            AssertOrdered(plan);
        }
    }

    [Fact]
    public async Task People_and_topics_come_by_their_indexes()
    {
        foreach (var cursor in Cursors)
        {
            foreach (var filter in new[] { new PersonFilter(), new PersonFilter { Text = "word" } })
            {
                var plan = await PlanAsync(PersonQueries.Reader.Rows(Store.Engine, PersonQueries.Conditions(Store.Engine, SendRows.Project, filter), cursor, null, 51));
                Assert.StartsWith("SEARCH t USING INDEX IX_people_project_id_id", plan, StringComparison.Ordinal);
                AssertOrdered(plan);
            }
            var topics = await PlanAsync(TopicQueries.Reader.Rows(Store.Engine, TopicQueries.Conditions(Store.Engine, SendRows.Project, "word"), cursor, null, 51));
            Assert.StartsWith("SEARCH t USING INDEX IX_topics_project_id_id", topics, StringComparison.Ordinal);
            Assert.DoesNotContain("USE TEMP B-TREE", topics, StringComparison.Ordinal);
        }
        foreach (var kind in Enum.GetValues<SubscriberKind>())
        {
            var plan = await PlanAsync(TopicQueries.Subscribers(SendRows.Project, 1, kind, null, 51));
            Assert.StartsWith("SEARCH s USING INDEX sqlite_autoindex_topic_subscriptions_1", plan, StringComparison.Ordinal);
            AssertOrdered(plan);
            Assert.StartsWith("SEARCH topic_subscriptions USING COVERING INDEX", await PlanAsync(TopicQueries.CountAll(1, kind)), StringComparison.Ordinal);
        }
        var devices = await PlanAsync(PersonQueries.Devices(new Person { UserId = "ada", FingerprintHex = "a", ProjectId = SendRows.Project }, 51));
        Assert.Contains("IX_devices_project_id_user_id", devices, StringComparison.Ordinal);
        Assert.Contains("IX_devices_project_id_fingerprint_hex", devices, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_counted_by_indexes()
    {
        var now = Clock.GetUtcNow();

        Assert.Contains("USING INDEX IX_deliveries_project_id_status_id", await PlanAsync(OverviewQueries.SentAndAcked(SendRows.Project, now)), StringComparison.Ordinal);
        Assert.Contains("USING COVERING INDEX IX_deliveries_project_id_status_id", await PlanAsync(OverviewQueries.CountIn(SendRows.Project, DeliveryStatus.Queued)), StringComparison.Ordinal);
        Assert.Contains("USING INDEX IX_deliveries_project_id_status_id", await PlanAsync(OverviewQueries.OldestDue(SendRows.Project, DeliveryStatus.Queued, now)), StringComparison.Ordinal);
        Assert.Contains("USING INDEX IX_deliveries_project_id_status_id", await PlanAsync(OverviewQueries.Ends(SendRows.Project, DeliveryStatus.Failed, now)), StringComparison.Ordinal);
        var minute = await PlanAsync(MinuteCounts.Count(Store.Engine, SendRows.Project, now.ToUnixTimeSeconds() / 60));
        Assert.Contains("SEARCH a USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", minute, StringComparison.Ordinal);
        Assert.Contains("SEARCH d USING INTEGER PRIMARY KEY", minute, StringComparison.Ordinal);
    }

    private static void AssertOrdered(string plan)
    {
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("USE TEMP B-TREE", plan, StringComparison.Ordinal);
    }
}
