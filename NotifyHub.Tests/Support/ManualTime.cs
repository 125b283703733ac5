namespace NotifyHub.Tests.Support;

/// <summary>A clock that stands still until <see cref="Advance"/> moves it; timers fire while it moves, in order, each at its own time.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _set;

    public ManualTime() : this(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <summary>Goes with <see cref="Advance"/> only: nobody sets the clock that measures.</summary>
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return (_now - _set).Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, firing what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextUntil(end) is { } timer)
        {
            timer.Fire();
        }
        lock (_lock)
        {
            _now = end;
        }
    }

    /// <summary>Moves on at once: what falls due on the way fires at the new time, so that nobody can act at a time in between.</summary>
    public void Leap(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }
        while (NextUntil(GetUtcNow()) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Sets the clock without firing a timer, as an operator or NTP does.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
            _set += by;
            _timers.ForEach(timer => timer.Shift(by));
        }
    }

    private ManualTimer? NextUntil(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (next is not null && next.Due > _now)
            {
                _now = next.Due;
            }
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime clock, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public void Shift(TimeSpan by) => Due = Due == DateTimeOffset.MaxValue ? Due : Due + by;

        public void Fire()
        {
            lock (clock._lock)
            {
                if (_period > TimeSpan.Zero)
                {
                    Due += _period;
                }
                else
                {
                    clock._timers.Remove(this);
                }
            }
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    (Due, _period) = (clock._now + dueTime, period);
                    clock._timers.Add(this);
                }
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
