using Microsoft.Extensions.Options;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Intake;

public class DeviceRateTests
{
    private readonly ManualTime _time = new();

    private DeviceRate Rate(int limit) => new(Options.Create(new IntakeOptions { DevicePerMinute = limit }), _time);

    [Fact]
    public void In_any_sixty_seconds_there_are_at_most_the_limit()
    {
        var rate = Rate(60);
        var taken = new List<DateTimeOffset>();
        var chance = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(chance.Next(0, 900)));
            if (rate.Take([1]) is null)
            {
                taken.Add(_time.GetUtcNow());
            }
        }
        Assert.True(taken.Count > 1000);
        for (var i = 60; i < taken.Count; i++)
        {
            Assert.True(taken[i] - taken[i - 60] > TimeSpan.FromSeconds(60), $"61 sends from {taken[i - 60]:O} to {taken[i]:O}");
        }
    }

    [Fact]
    public void The_wait_that_is_told_is_enough_and_not_a_window_too_long()
    {
        var rate = Rate(2);
        Assert.Null(rate.Take([1]));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(rate.Take([1]));
        var wait = rate.Take([1]);
        Assert.InRange(wait!.Value.TotalSeconds, 1, 46);
        _time.Advance(wait.Value);
        Assert.Null(rate.Take([1]));
        Assert.NotNull(rate.Take([1]));
    }

    [Fact]
    public void A_batch_is_counted_whole_or_not_at_all()
    {
        var rate = Rate(1);
        Assert.Null(rate.Take([1]));
        Assert.NotNull(rate.Take([2, 1]));
        Assert.Null(rate.Take([2]));
    }

    [Fact]
    public void A_long_silence_frees_everything()
    {
        var rate = Rate(1);
        Assert.Null(rate.Take([1]));
        _time.Advance(TimeSpan.FromDays(3));
        Assert.Null(rate.Take([1]));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(rate.Take([1]));
    }
}
