using NotifyHub.Security.SignIn;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class AttemptLimiterTests
{
    private readonly ManualTime _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly AttemptLimiter _limiter;
    private readonly AttemptLimiter.Subject _account = AttemptLimiter.Subject.Account("a@example.com");

    public AttemptLimiterTests() => _limiter = new AttemptLimiter(_clock);

    private TimeSpan Spend(int attempts)
    {
        for (var i = 0; i < attempts; i++)
        {
            _clock.Advance(_limiter.Begin(_account));
            _limiter.Begin(_account);
        }
        return _limiter.Begin(_account);
    }

    [Fact]
    public void The_first_attempts_are_free_and_then_the_wait_grows_to_a_cap()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(TimeSpan.Zero, _limiter.Begin(_account));
        }
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            waits.Add(_limiter.Begin(_account));
            _clock.Advance(waits[^1]);
            Assert.Equal(TimeSpan.Zero, _limiter.Begin(_account));
        }
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], waits.Select(w => (int)w.TotalSeconds));
    }

    [Fact]
    public void A_thousand_at_once_get_no_more_than_the_free_ones()
    {
        var through = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (_limiter.Begin(_account) == TimeSpan.Zero)
            {
                Interlocked.Increment(ref through);
            }
        });
        Assert.Equal(5, through);
    }

    [Fact]
    public void Success_and_an_hour_of_silence_forgive()
    {
        Assert.True(Spend(8) > TimeSpan.Zero);
        _limiter.Succeeded(_account);
        Assert.Equal(TimeSpan.Zero, _limiter.Begin(_account));
        Assert.True(Spend(8) > TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.Zero, _limiter.Begin(_account));
        Assert.Equal(TimeSpan.Zero, _limiter.Begin(_account));
    }

    [Fact]
    public void A_known_browser_is_not_held_up_by_strangers()
    {
        Assert.True(Spend(10) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _limiter.Begin(AttemptLimiter.Subject.Address("192.0.2.1"), AttemptLimiter.Subject.Device("1:known")));
    }

    [Fact]
    public void A_flood_of_names_does_not_grow_it_without_end_nor_free_the_newest()
    {
        Assert.True(Spend(10) > TimeSpan.Zero);
        for (var i = 0; i < 30_000; i++)
        {
            _limiter.Begin(AttemptLimiter.Subject.Address($"2001:db8::{i:x}"));
            if (i % 1000 == 0)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                _limiter.Begin(_account);
            }
        }
        Assert.InRange(_limiter.Count, 1, 20_000);
    }
}
