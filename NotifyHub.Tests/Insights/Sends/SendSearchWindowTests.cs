using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Tests.Insights.Sends;

/// <summary>A rare match in a large table: searched window by window, so that no page is slow.</summary>
public sealed class SendSearchWindowTests : InsightsTest
{
    [Fact]
    public async Task A_search_stops_after_its_window_and_goes_on_from_there_until_all_is_seen()
    {
        var device = await Rows.DeviceAsync();
        var rare = await Rows.SendAsync(device, about: n => n.Title = "needle");
        await FillAsync(device.Id, KeysetReader<SendRow>.Window + 10);
        var queries = new SendQueries(Store.Engine);
        var filter = new SendFilter { Text = "needle" };

        var first = await queries.PageAsync(SendRows.Project, filter, default, 50);
        var second = await queries.PageAsync(SendRows.Project, filter, first.Older!.Value, 50);

        Assert.Empty(first.Items);
        Assert.NotNull(first.SearchedBackTo);
        Assert.Equal([rare.Id], second.Items.Select(row => row.Id));
        Assert.Null(second.Older);
        Assert.Null(second.SearchedBackTo);
    }

    [Fact]
    public async Task A_filter_that_its_index_answers_needs_no_window()
    {
        var device = await Rows.DeviceAsync();
        var rare = await Rows.SendAsync(device, d => d.CampaignId = "rare");
        await FillAsync(device.Id, KeysetReader<SendRow>.Window + 10);

        var page = await new SendQueries(Store.Engine).PageAsync(SendRows.Project, new SendFilter { Campaign = "rare" }, default, 50);

        Assert.Equal([rare.Id], page.Items.Select(row => row.Id));
    }

    // By one statement: twenty thousand rows, each with its own notification.
    private Task FillAsync(long deviceId, int count)
    {
        var start = Rows.NextId() + (1L << 22);
        return Store.Gate.WriteAsync(async session =>
        {
            var numbers = $"with recursive n(i) as (select 0 union all select i + 1 from n where i < {count - 1})";
            await session.Prepare($"{numbers} insert into notifications (id, project_id, payload, title, preview, target, recipients, created_at) select {start} + i * 2, {SendRows.Project}, '{{}}', 'hay', 'hay', '', 1, 0 from n").ExecuteAsync();
            await session.Prepare($"""
                {numbers} insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at)
                select {start} + i * 2 + 1, {SendRows.Project}, {start} + i * 2, {deviceId}, {(int)ProviderKind.Apns}, {(int)DeliveryStatus.Sent}, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0 from n
                """).ExecuteAsync();
            return 0;
        });
    }
}
