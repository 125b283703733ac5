using NotifyHub.Components.Pages.Sends;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class SendsAddressTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_filter_survives_the_address()
    {
        var address = new SendsAddress
        {
            Status = DeliveryStatus.Failed, Provider = ProviderKind.WebPush, Campaign = "black friday & more", Template = "deal", Category = "offers", Acked = false,
            From = new DateTime(2026, 6, 1, 10, 0, 0), To = new DateTime(2026, 6, 2, 10, 30, 0), DeviceId = 5, UserId = "ada@example.com", Text = "50% off", Cursor = new ListCursor(Before: 900),
        };

        Assert.Equal(address, SendsAddress.Parse(new Uri("http://h" + address.Href()).Query));
    }

    [Fact]
    public void What_can_t_be_read_is_left_out() =>
        Assert.Equal(new SendsAddress(), SendsAddress.Parse("?status=99&provider=telepathy&ack=maybe&range=1y&from=yesterday&device=dlv_1&before=x&q=%20"));

    [Fact]
    public void A_range_moves_with_the_clock_and_gives_way_to_set_times()
    {
        var zone = ViewerZone.Find("Europe/Berlin");

        Assert.Equal(Now.AddHours(-1), new SendsAddress { Range = "1h" }.ToFilter(Now, zone).From);
        var set = new SendsAddress { Range = "1h", From = new DateTime(2026, 6, 1, 10, 0, 0) }.ToFilter(Now, zone);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero), set.From);
        Assert.Null(set.To);
    }

    [Fact]
    public void The_plain_list_has_the_plain_address()
    {
        Assert.Equal("/sends", new SendsAddress().Href());
        Assert.False(new SendsAddress { Cursor = new ListCursor(Before: 5) }.IsFiltered);
        Assert.True(new SendsAddress { Text = "x" }.IsFiltered);
    }
}
