using NotifyHub.Components.Pages.Sends;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class SendsStateTests : InsightsTest
{
    [Fact]
    public async Task New_sends_are_counted_and_do_not_move_the_rows()
    {
        var device = await Rows.DeviceAsync();
        var shown = await Rows.SendAsync(device, d => d.Status = DeliveryStatus.Queued);
        var state = await OpenAsync(new SendsAddress());
        await Rows.SendAsync(device);
        await Rows.SendAsync(device);
        await Rows.ChangeAsync<DeliveryTask>(shown.Id, d => d.Status = DeliveryStatus.Sent);

        await state.FollowAsync();

        Assert.Equal("2 new sends", state.NewWords);
        Assert.Equal((shown.Id, DeliveryStatus.Sent), (Assert.Single(state.Page.Items).Id, state.Page.Items[0].Status));
    }

    [Fact]
    public async Task An_empty_list_fills_by_itself()
    {
        var state = await OpenAsync(new SendsAddress());
        var send = await Rows.SendAsync(await Rows.DeviceAsync());

        await state.FollowAsync();

        Assert.Equal(send.Id, Assert.Single(state.Page.Items).Id);
        Assert.Equal("", state.NewWords);
    }

    [Fact]
    public async Task An_older_page_does_not_count_new_sends()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device);
        var newest = await Rows.SendAsync(device);
        var state = await OpenAsync(new SendsAddress { Cursor = new ListCursor(Before: newest.Id) });
        await Rows.SendAsync(device);

        await state.FollowAsync();

        Assert.Equal(0, state.NewCount);
    }

    [Fact]
    public async Task A_row_that_no_longer_passes_the_filter_stays_until_the_list_is_read_anew()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = DeliveryStatus.Queued);
        var state = await OpenAsync(new SendsAddress { Status = DeliveryStatus.Queued });
        await Rows.ChangeAsync<DeliveryTask>(send.Id, d => d.Status = DeliveryStatus.Sent);

        await state.FollowAsync();

        Assert.Equal(DeliveryStatus.Sent, Assert.Single(state.Page.Items).Status);
    }

    private async Task<SendsState> OpenAsync(SendsAddress address)
    {
        var state = new SendsState(new SendQueries(Store.Engine), Clock);
        await state.LoadAsync(SendRows.Project, address, ViewerZone.Utc);
        return state;
    }
}
