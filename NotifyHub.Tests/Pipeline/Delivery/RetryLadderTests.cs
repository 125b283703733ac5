using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class RetryLadderTests
{
    [Fact]
    public void Every_wait_lies_within_the_jitter_of_its_rung_and_both_halves_are_used()
    {
        for (var rung = 1; rung <= RetryLadder.Rungs.Count; rung++)
        {
            var full = RetryLadder.Rungs[rung - 1];
            var waits = Enumerable.Range(0, 500).Select(seed => new RetryLadder(new Random(seed)).After(rung)!.Value).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, full * 0.8, full * 1.2));
            Assert.Contains(waits, wait => wait < full * 0.9);
            Assert.Contains(waits, wait => wait > full * 1.1);
        }
    }

    [Fact]
    public void The_rungs_are_those_that_are_promised() =>
        Assert.Equal(["00:01:00", "00:05:00", "00:30:00", "02:00:00", "12:00:00", "1.00:00:00"], RetryLadder.Rungs.Select(r => r.ToString()));

    [Theory, InlineData(0), InlineData(1), InlineData(17), InlineData(21600)]
    public void A_retry_after_is_taken_exactly(int seconds)
    {
        var asked = TimeSpan.FromSeconds(seconds);
        for (var failed = 1; failed <= RetryLadder.Rungs.Count; failed++)
        {
            Assert.Equal(asked, new RetryLadder(new Random(failed)).After(failed, asked, floor: TimeSpan.FromHours(1)));
        }
    }

    [Fact]
    public void A_floor_lengthens_a_short_wait_only()
    {
        var ladder = new RetryLadder(new Random(1));
        Assert.Equal(TimeSpan.FromMinutes(2), ladder.After(1, floor: TimeSpan.FromMinutes(2)));
        Assert.InRange(ladder.After(3, floor: TimeSpan.FromMinutes(2))!.Value, TimeSpan.FromMinutes(24), TimeSpan.FromMinutes(36));
    }

    [Fact]
    public void After_the_last_rung_there_is_none_whatever_the_vendor_asks()
    {
        var ladder = new RetryLadder(new Random(1));
        Assert.NotNull(ladder.After(6));
        Assert.Null(ladder.After(7));
        Assert.Null(ladder.After(7, TimeSpan.FromSeconds(5)));
    }
}
