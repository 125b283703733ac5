using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery.Limits;

public class PermitGateTests
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5);
    private readonly ManualTime _time = new();

    private PermitGate Gate(int capacity, int perSecond, int waiters = 100) =>
        new(new BucketPermits(() => new Allowed(new LimitRate(capacity, perSecond), RateShare.Whole), _time), waiters, _time);

    [Fact]
    public async Task With_a_permit_nobody_waits()
    {
        var gate = Gate(2, 1);
        var first = gate.EnterAsync(Five, default);
        Assert.True(first.IsCompleted && await first);
        Assert.True(await gate.EnterAsync(Five, default));
    }

    [Fact]
    public async Task Those_who_wait_enter_in_order_as_permits_come()
    {
        var gate = Gate(1, 1);
        await gate.EnterAsync(Five, default);
        var waiting = Enumerable.Range(0, 4).Select(_ => gate.EnterAsync(Five, default).AsTask()).ToArray();
        for (var i = 0; i < waiting.Length; i++)
        {
            Assert.All(waiting[i..], task => Assert.False(task.IsCompleted));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await waiting[i]);
        }
    }

    [Fact]
    public async Task A_wait_that_cannot_end_in_time_is_refused_at_once()
    {
        var gate = Gate(1, 1);
        await gate.EnterAsync(Five, default);
        Assert.False(await gate.EnterAsync(TimeSpan.FromMilliseconds(500), default));
        var five = Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(Five, default)).ToList();
        Assert.DoesNotContain(five, wait => wait.IsCompleted);
        Assert.False(await gate.EnterAsync(Five, default));
    }

    [Fact]
    public async Task So_many_wait_and_no_more()
    {
        var gate = Gate(1, 100, waiters: 2);
        await gate.EnterAsync(Five, default);
        _ = gate.EnterAsync(Five, default);
        _ = gate.EnterAsync(Five, default);
        Assert.False(await gate.EnterAsync(Five, default));
    }

    [Fact]
    public async Task A_permit_that_is_given_back_lets_the_next_in_without_any_time_passing()
    {
        var gate = new PermitGate(new InFlightPermits(1), int.MaxValue, _time);
        Assert.True(await gate.EnterAsync(TimeSpan.FromSeconds(1), default));
        var next = gate.EnterAsync(TimeSpan.FromSeconds(1), default).AsTask();
        Assert.False(next.IsCompleted);
        gate.GiveBack();
        Assert.True(await next);
    }

    [Fact]
    public async Task A_place_that_does_not_free_in_time_is_given_up()
    {
        var gate = new PermitGate(new InFlightPermits(1), int.MaxValue, _time);
        await gate.EnterAsync(TimeSpan.FromSeconds(1), default);
        var next = gate.EnterAsync(TimeSpan.FromSeconds(1), default).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await next);
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_the_line_and_takes_nothing()
    {
        var gate = Gate(1, 1);
        await gate.EnterAsync(Five, default);
        using var cancel = new CancellationTokenSource();
        var gone = gate.EnterAsync(Five, cancel.Token).AsTask();
        var next = gate.EnterAsync(Five, default).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_gives_nothing_away()
    {
        var gate = new PermitGate(new BucketPermits(() => new Allowed(new LimitRate(1, 1), RateShare.Whole), new SteadyTime(_time)), 10, new SteadyTime(_time));
        await gate.EnterAsync(Five, default);
        _time.Jump(TimeSpan.FromHours(1));
        Assert.False(await gate.EnterAsync(TimeSpan.Zero, default));
    }

    /// <summary>Its timestamps do not follow the clock, as on a real machine.</summary>
    private sealed class SteadyTime(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
        public override long GetTimestamp() => 0;
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}
