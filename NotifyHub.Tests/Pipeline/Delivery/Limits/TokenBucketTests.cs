using NotifyHub.Pipeline.Delivery.Limits;

namespace NotifyHub.Tests.Pipeline.Delivery.Limits;

public class TokenBucketTests
{
    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void A_full_bucket_gives_its_capacity_at_once_and_then_its_rate()
    {
        var bucket = new TokenBucket(new LimitRate(100, 50), TimeSpan.Zero);
        Assert.Equal(100, Take(bucket, TimeSpan.Zero));
        Assert.Equal(50, Take(bucket, TimeSpan.FromSeconds(1)));
        Assert.Equal(100, Take(bucket, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2026)]
    public void Never_more_than_capacity_and_rate_allow_over_any_time_and_little_less_when_always_asked(int seed)
    {
        var chance = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var rate = new LimitRate(chance.Next(5, 500), chance.Next(1, 400));
            var bucket = new TokenBucket(rate, TimeSpan.Zero);
            var (now, taken) = (TimeSpan.Zero, new List<TimeSpan>());
            for (var step = 0; step < 400; step++)
            {
                now += Ms(chance.Next(0, 40));
                var want = chance.Next(0, 12);
                for (var i = 0; i < want && bucket.TryTake(1, now, RateShare.Whole); i++)
                {
                    taken.Add(now);
                }
            }
            for (var from = 0; from < taken.Count; from += 17)
            {
                for (var to = from; to < taken.Count; to += 13)
                {
                    Assert.True(to - from + 1 <= rate.Capacity + rate.PerSecond * (taken[to] - taken[from]).TotalSeconds + 1e-3, $"seed {seed}, {rate}: {to - from + 1} in {taken[to] - taken[from]}");
                }
            }
            var before = now;
            Take(bucket, now);
            var got = 0;
            while (now < before + TimeSpan.FromSeconds(20))
            {
                now += Ms(5);
                got += Take(bucket, now);
            }
            Assert.InRange(got, rate.PerSecond * 20 - 1, rate.PerSecond * 20 + 1);
        }
    }

    [Fact]
    public void After_the_wait_that_it_names_a_permit_is_there_and_not_a_moment_sooner()
    {
        var chance = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var bucket = new TokenBucket(new LimitRate(chance.Next(1, 50), chance.Next(1, 1000)), TimeSpan.Zero);
            var now = Ms(chance.Next(0, 5000));
            Take(bucket, now);
            var wait = bucket.WaitFor(1, now, RateShare.Whole);
            Assert.True(wait > TimeSpan.Zero);
            Assert.False(wait > Ms(1) && bucket.TryTake(1, now + wait - Ms(1.01), RateShare.Whole));
            Assert.True(bucket.TryTake(1, now + wait, RateShare.Whole));
        }
    }

    [Fact]
    public void Half_a_refill_and_a_small_burst_are_kept()
    {
        var bucket = new TokenBucket(new LimitRate(100, 50), TimeSpan.Zero);
        Take(bucket, TimeSpan.Zero);
        var half = new RateShare(0.5, 1);
        Assert.Equal(25, Enumerable.Range(0, 1000).Count(_ => bucket.TryTake(1, TimeSpan.FromSeconds(1), half)));
        var small = new RateShare(0.1, 0.1);
        Assert.Equal(10, Enumerable.Range(0, 1000).Count(_ => bucket.TryTake(1, TimeSpan.FromHours(1), small)));
    }

    [Fact]
    public void A_clock_that_goes_back_gives_nothing_and_takes_nothing()
    {
        var bucket = new TokenBucket(new LimitRate(10, 10), TimeSpan.FromSeconds(10));
        Take(bucket, TimeSpan.FromSeconds(10));
        Assert.Equal(0, Take(bucket, TimeSpan.FromSeconds(5)));
        Assert.Equal(10, Take(bucket, TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public void Without_a_limit_it_gives_for_ever() =>
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(new TokenBucket(LimitRate.Unlimited, TimeSpan.Zero).TryTake(1, TimeSpan.Zero, RateShare.Whole)));

    [Fact]
    public void A_lower_rate_holds_at_once()
    {
        var bucket = new TokenBucket(new LimitRate(100, 100), TimeSpan.Zero);
        bucket.Change(new LimitRate(5, 1), TimeSpan.Zero);
        Assert.Equal(5, Take(bucket, TimeSpan.Zero));
        Assert.Equal(1, Take(bucket, TimeSpan.FromSeconds(1)));
    }

    private static int Take(TokenBucket bucket, TimeSpan now) => Enumerable.Range(0, 5000).TakeWhile(_ => bucket.TryTake(1, now, RateShare.Whole)).Count();
}
