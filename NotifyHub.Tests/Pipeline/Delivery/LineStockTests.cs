using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>Who goes next, by counting turns: no clock.</summary>
public class LineStockTests
{
    private long _id;

    private ClaimedDelivery Row(long project, DeliveryLane lane = DeliveryLane.Normal, string? origin = null) => new()
    {
        Id = ++_id, ProjectId = project, NotificationId = 1, Lane = lane, Origin = origin, Provider = ProviderKind.WebPush, DeviceId = 1, Tries = 0, Crashes = 0, ExpiresAt = null, CollapseKey = null,
        LeaseUntil = default, Device = DeviceStatus.Active, SealedToken = [], Environment = null, RegisteredAt = default, Superseded = false, MustWait = false, SlowUntil = null, SeenAt = default, Message = null,
    };

    private List<ClaimedDelivery> Rows(int count, long project, DeliveryLane lane = DeliveryLane.Normal, string? origin = null) =>
        [.. Enumerable.Range(0, count).Select(_ => Row(project, lane, origin))];

    private static List<ClaimedDelivery> TakeAll(LineStock stock)
    {
        var taken = new List<ClaimedDelivery>();
        while (stock.Take(out _) is { } next)
        {
            taken.Add(next);
        }
        return taken;
    }

    [Fact]
    public void A_fresh_alert_overtakes_a_full_stock_of_bulk()
    {
        var stock = new LineStock(new HandRules(8));
        stock.Add(Rows(500, 1, DeliveryLane.Bulk), []);
        Assert.Equal(DeliveryLane.Bulk, stock.Take(out _)!.Lane);
        stock.Add([Row(1, DeliveryLane.Critical)], []);
        Assert.Equal(DeliveryLane.Critical, stock.Take(out _)!.Lane);
    }

    [Theory]
    [InlineData(DeliveryLane.Bulk)]
    [InlineData(DeliveryLane.Normal)]
    [InlineData(DeliveryLane.High)]
    public void In_every_lane_a_hand_is_left_for_the_next_project(DeliveryLane lane)
    {
        foreach (var hands in new[] { 4, 5, 8, 16, 67, 1667 })
        {
            var stock = new LineStock(new HandRules(hands));
            stock.Add(Rows(2000, 1, lane), []);
            TakeAll(stock);
            stock.Add([Row(2, lane)], []);
            Assert.Equal(2, stock.Take(out _)?.ProjectId);
        }
    }

    [Fact]
    public void No_hand_is_kept_for_another_project_where_there_is_none()
    {
        var stock = new LineStock(new HandRules(128, ofOneProject: true));
        stock.Add(Rows(2000, 1), []);
        Assert.Equal(112, TakeAll(stock).Count);
        stock.Resize(new HandRules(128));
        stock.Add([Row(1), Row(2)], []);
        Assert.Null(stock.Take(out _));

        // A second one came: from now on the first gets no hand beyond its share, and what ends is the second's.
        var shared = new LineStock(new HandRules(16, ofOneProject: true));
        shared.Add(Rows(100, 1, DeliveryLane.Critical), []);
        var taken = TakeAll(shared);
        Assert.Equal(16, taken.Count);
        shared.Resize(new HandRules(16));
        shared.Done(taken[0]);
        shared.Done(taken[1]);
        Assert.Null(shared.Take(out _));
        shared.Add([Row(2, DeliveryLane.Critical)], []);
        Assert.Equal(2, shared.Take(out _)?.ProjectId);
    }

    [Fact]
    public void Bulk_that_hangs_leaves_hands_for_what_is_urgent()
    {
        var stock = new LineStock(new HandRules(16));
        stock.Add(Rows(500, 1, DeliveryLane.Bulk), []);
        stock.Add(Rows(500, 2, DeliveryLane.Bulk), []);
        Assert.Equal(12, TakeAll(stock).Count);
        stock.Add(Rows(500, 3), []);
        Assert.Equal(2, TakeAll(stock).Count);
        stock.Add([Row(4, DeliveryLane.High), Row(4, DeliveryLane.High), Row(4, DeliveryLane.Critical)], []);
        Assert.Equal([DeliveryLane.Critical, DeliveryLane.High], TakeAll(stock).Select(row => row.Lane));
    }

    [Fact]
    public void Bulk_goes_on_slowly_under_an_endless_stream_of_urgent_ones()
    {
        var stock = new LineStock(new HandRules(4));
        stock.Add(Rows(10, 1, DeliveryLane.Bulk), []);
        stock.Add(Rows(200, 2, DeliveryLane.Critical), []);
        var lanes = new List<DeliveryLane>();
        for (var i = 0; i < 80; i++)
        {
            var row = stock.Take(out _)!;
            lanes.Add(row.Lane);
            stock.Done(row);
        }
        Assert.Equal(10, lanes.Count(lane => lane == DeliveryLane.Bulk));
    }

    [Fact]
    public void Projects_take_turns_however_much_each_has_waiting()
    {
        var stock = new LineStock(new HandRules(4));
        stock.Add(Rows(1000, 1), []);
        stock.Add(Rows(3, 2), []);
        stock.Add(Rows(3, 3), []);
        var order = new List<long>();
        for (var i = 0; i < 9; i++)
        {
            var row = stock.Take(out _)!;
            order.Add(row.ProjectId);
            stock.Done(row);
        }
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3], order);
    }

    [Fact]
    public void A_project_that_hangs_leaves_hands_for_the_next_and_has_half_while_others_wait()
    {
        var stock = new LineStock(new HandRules(16));
        stock.Add(Rows(100, 1, DeliveryLane.Critical), []);
        Assert.Equal(14, TakeAll(stock).Count);
        stock.Add(Rows(100, 2, DeliveryLane.Critical), []);
        var second = TakeAll(stock);
        Assert.All(second, row => Assert.Equal(2, row.ProjectId));
        Assert.Equal(2, second.Count);

        var shared = new LineStock(new HandRules(16));
        shared.Add(Rows(100, 1, DeliveryLane.Critical), []);
        shared.Add(Rows(100, 2, DeliveryLane.Critical), []);
        Assert.Equal([(1L, 8), (2L, 8)], TakeAll(shared).GroupBy(row => row.ProjectId).Select(g => (g.Key, g.Count())));
    }

    [Fact]
    public void A_push_service_that_hangs_holds_neither_the_others_nor_all_hands()
    {
        var stock = new LineStock(new HandRules(16));
        stock.Add(Rows(100, 1, DeliveryLane.Critical, "hangs.example"), []);
        Assert.Equal(12, TakeAll(stock).Count);
        stock.Add(Rows(2, 1, DeliveryLane.Critical, "fine.example"), []);
        Assert.All(TakeAll(stock), row => Assert.Equal("fine.example", row.Origin));
    }

    [Fact]
    public void A_project_that_comes_anew_finds_room_beside_full_shelves()
    {
        var stock = new LineStock(new HandRules(10));
        Assert.Equal(20, stock.Rooms(DeliveryLane.Bulk, [1])[1]);
        stock.Add(Rows(20, 1, DeliveryLane.Bulk), []);
        var rooms = stock.Rooms(DeliveryLane.Bulk, [1, 2]);
        Assert.Equal((0, 10), (rooms[1], rooms[2]));
        Assert.Equal(20, stock.Rooms(DeliveryLane.Critical, [1])[1]);
    }

    [Fact]
    public void It_asks_for_more_once_when_a_shelf_behind_which_more_waits_is_half_empty()
    {
        var stock = new LineStock(new HandRules(8));
        stock.Add(Rows(8, 1, DeliveryLane.Critical), [new ClaimShare(ProviderKind.WebPush, DeliveryStatus.Queued, DeliveryLane.Critical, 1, 8)]);
        stock.Add(Rows(4, 2, DeliveryLane.Critical), []);
        var asked = 0;
        while (stock.Take(out var runsLow) is { } row)
        {
            asked += runsLow ? 1 : 0;
            stock.Done(row);
        }
        Assert.Equal(1, asked);
    }

    [Fact]
    public void More_hands_take_more_and_fewer_let_what_is_under_way_end()
    {
        var stock = new LineStock(new HandRules(2));
        stock.Add(Rows(50, 1, DeliveryLane.Critical), []);
        var taken = TakeAll(stock);
        Assert.Equal(2, taken.Count);
        stock.Resize(new HandRules(16));
        taken.AddRange(TakeAll(stock));
        Assert.Equal(14, taken.Count);
        stock.Resize(new HandRules(2));
        foreach (var row in taken.Skip(2))
        {
            stock.Done(row);
            Assert.Null(stock.Take(out _));
        }
        stock.Done(taken[0]);
        Assert.NotNull(stock.Take(out _));
    }

    [Fact]
    public void A_closed_stock_hands_out_nothing()
    {
        var stock = new LineStock(new HandRules(8));
        stock.Add(Rows(8, 1), []);
        stock.Close();
        Assert.Null(stock.Take(out _));
    }
}
