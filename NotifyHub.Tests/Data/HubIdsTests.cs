using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Data;

public class HubIdsTests
{
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void Ids_grow_within_a_millisecond_through_a_burst_and_when_the_clock_goes_back()
    {
        var clock = new Clock();
        var ids = new HubIds(clock, new Random(3));
        var last = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            if (i == 100_000)
            {
                clock.Now -= TimeSpan.FromHours(1);
            }
            var next = ids.Next();
            Assert.True(next > last);
            last = next;
        }
    }

    [Fact]
    public void Reserved_ids_have_no_gap_stay_on_their_node_and_meet_no_other()
    {
        var clock = new Clock();
        var ids = new HubIds(clock, new Random(3), node: 5);
        var last = 0L;
        foreach (var count in new[] { 1, 500, HubIds.MostReserved, 20_000, 40_000, 40_000, 1, HubIds.MostReserved, 1 })
        {
            var first = ids.Reserve(count);
            Assert.True(first > last);
            last = first + count - 1;
            Assert.Equal((5L, 5L, first >> 22), ((first >> 16) & 0x3F, (last >> 16) & 0x3F, last >> 22));
        }
        Assert.True(ids.Next() > last);
        Assert.Throws<ArgumentOutOfRangeException>(() => ids.Reserve(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ids.Reserve(HubIds.MostReserved + 1));
    }

    [Fact]
    public void A_time_is_the_floor_of_the_ids_made_then()
    {
        var clock = new Clock();
        var ids = new HubIds(clock, new Random(3), node: 63);
        var id = ids.Next();
        Assert.True(HubIds.FloorAt(clock.Now) <= id);
        Assert.True(HubIds.FloorAt(clock.Now.AddMilliseconds(1)) > id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(123456789012345)]
    [InlineData(long.MaxValue)]
    public void The_wire_form_comes_back(long id)
    {
        Assert.True(RowId.TryParse("dlv", RowId.Format("dlv", id), out var back));
        Assert.Equal(id, back);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dlv_")]
    [InlineData("dev_0000000000001")]
    [InlineData("dlv_000000000000i")]
    [InlineData("dlv_000000000000A")]
    [InlineData("dlv_0000000000000")]
    [InlineData("dlv_zzzzzzzzzzzzz")]
    [InlineData("dlv_00000000000011")]
    [InlineData("dlv-0000000000001")]
    public void Anything_else_is_no_id(string? text) => Assert.False(RowId.TryParse("dlv", text, out _));
}
