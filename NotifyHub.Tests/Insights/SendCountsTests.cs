using NotifyHub.Insights.Deliveries;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights;

public sealed class SendCountsTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private int _counted;

    [Fact]
    public async Task What_is_counted_fast_is_counted_each_time()
    {
        var counts = new SendCounts(_time);
        await counts.OfAsync(1, () => Count(99), default);
        await counts.OfAsync(1, () => Count(99), default);
        Assert.Equal(2, _counted);
    }

    [Fact]
    public async Task What_took_long_is_kept_for_twenty_times_as_long()
    {
        var counts = new SendCounts(_time);
        var first = await counts.OfAsync(1, () => Count(1000), default);
        _time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Same(first, await counts.OfAsync(1, () => Count(1000), default));
        await counts.OfAsync(2, () => Count(1), default);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotSame(first, await counts.OfAsync(1, () => Count(1000), default));
        Assert.Equal(3, _counted);
    }

    [Fact]
    public async Task Who_asks_meanwhile_shares_the_count_and_one_that_failed_is_not_kept()
    {
        var counts = new SendCounts(_time);
        await counts.OfAsync(1, () => Count(1000), default);
        _time.Advance(TimeSpan.FromSeconds(20));
        var open = new TaskCompletionSource<CountedSend>();
        var both = Task.WhenAll(counts.OfAsync(1, () => open.Task, default), counts.OfAsync(1, () => Count(1), default));
        open.SetException(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => both);
        Assert.Equal(1, _counted);
        await counts.OfAsync(1, () => Count(1), default);
        Assert.Equal(2, _counted);
    }

    private Task<CountedSend> Count(int ms)
    {
        _counted++;
        _time.Advance(TimeSpan.FromMilliseconds(ms));
        return Task.FromResult(new CountedSend([], 0, 0, _time.GetUtcNow()));
    }
}
