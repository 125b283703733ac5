using NotifyHub.Pipeline.Delivery.ProjectPolicy;

namespace NotifyHub.Tests.Pipeline.Delivery.ProjectPolicy;

public class CapMathTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("nothing yet", "", "", null)]
    [InlineData("one below", "10", "", null)]
    [InlineData("full", "10 20", "", 40)]
    [InlineData("fuller: room when the second newest leaves", "5 10 20", "", 50)]
    [InlineData("just out of the window", "10 60", "", null)]
    [InlineData("just inside", "10 59", "", 1)]
    public void Room_comes_when_the_oldest_that_fills_the_window_leaves_it(string because, string sentMinutesAgo, string flying, int? roomInMinutes)
    {
        var cap = new CapSetting { Most = 2, Minutes = 60 };
        var sent = sentMinutesAgo.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((minutes, i) => ((long)i, Now.AddMinutes(-int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)))).ToDictionary();
        var fact = CapMath.Of(cap, sent, [], Now, Again);
        Assert.True(flying.Length == 0 && fact?.Until == (roomInMinutes is { } wait ? Now.AddMinutes(wait) : null), because);
    }

    [Fact]
    public void What_is_in_flight_may_fail_so_it_never_ends_another()
    {
        var cap = new CapSetting { Most = 1, Minutes = 60, Then = CapSetting.Suppress };
        var waits = CapMath.Of(cap, new Dictionary<long, DateTimeOffset>(), [(7, Now, false)], Now, Again);
        Assert.Equal((false, Now + Again), (waits!.Value.Drops, waits.Value.Until));
        var ends = CapMath.Of(cap, new Dictionary<long, DateTimeOffset>(), [(7, Now, true)], Now, Again);
        Assert.True(ends!.Value.Drops);
    }

    [Fact]
    public void The_devices_of_one_notification_are_one()
    {
        var cap = new CapSetting { Most = 2, Minutes = 60 };
        Assert.Null(CapMath.Of(cap, new Dictionary<long, DateTimeOffset> { [7] = Now }, [(7, Now, true), (7, Now, false)], Now, Again));
    }

    [Fact]
    public void Of_several_caps_one_that_ends_it_wins_and_else_the_longest_wait()
    {
        var (waits, longer) = (CapMath.Of(new CapSetting { Most = 1, Minutes = 60 }, One, [], Now, Again), CapMath.Of(new CapSetting { Most = 1, Minutes = 90 }, One, [], Now, Again));
        var ends = CapMath.Of(new CapSetting { Most = 1, Minutes = 30, Then = CapSetting.Suppress }, One, [], Now, Again);
        Assert.Equal(longer, CapMath.Strictest([waits, null, longer]));
        Assert.Equal(ends, CapMath.Strictest([longer, ends]));
        Assert.Null(CapMath.Strictest([null]));
    }

    [Fact]
    public void No_window_ever_holds_more_than_the_cap_whatever_comes_when()
    {
        var chance = new Random(20261126);
        for (var round = 0; round < 300; round++)
        {
            var cap = new CapSetting { Most = chance.Next(1, 6), Minutes = chance.Next(1, 120) };
            var (sent, waiting, now) = (new Dictionary<long, DateTimeOffset>(), new PriorityQueue<long, DateTimeOffset>(), Now);
            for (var i = 0; i < 60; i++)
            {
                waiting.Enqueue(i, now += TimeSpan.FromSeconds(chance.Next(0, 900)));
            }
            while (waiting.TryDequeue(out var notification, out var at))
            {
                if (CapMath.Of(cap, sent, [], at, Again) is { } full)
                {
                    // It is told a time at which it may go unless others took the room; never the same moment again.
                    Assert.True(full.Until > at);
                    waiting.Enqueue(notification, full.Until);
                    continue;
                }
                sent[notification] = at;
                Assert.InRange(sent.Values.Count(other => other > at - cap.Window && other <= at), 1, cap.Most);
            }
            Assert.Equal(60, sent.Count);
        }
    }

    private static Dictionary<long, DateTimeOffset> One => new() { [1] = Now.AddMinutes(-1) };
}
