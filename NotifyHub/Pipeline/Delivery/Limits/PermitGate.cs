namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>
/// Lets through whoever has a permit; others wait in the order in which they came, up to a longest time, and are let in as soon as one frees.
/// Nobody polls: one timer is set to when the first in line is due. A wait that can't end in time is refused at once.
/// </summary>
internal sealed class PermitGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly IPermits _permits;
    private readonly int _waitersMax;
    private readonly TimeProvider _time;
    private readonly long _start;
    private ITimer? _timer;
    private int _waiting;

    /// <param name="permits">What opens it.</param>
    /// <param name="waitersMax">Most that wait at once; more are refused.</param>
    /// <param name="time">Its timestamps, not its clock: a clock that is set ends no wait.</param>
    public PermitGate(IPermits permits, int waitersMax, TimeProvider time)
    {
        (_permits, _waitersMax, _time, _start) = (permits, waitersMax, time, time.GetTimestamp());
        permits.Bind(Look);
    }

    /// <summary>Those who wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Permits that are there, and the most that could be.</summary>
    public (double Available, double Capacity) Fill
    {
        get
        {
            lock (_lock)
            {
                return (_permits.Available, _permits.Capacity);
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>How long somebody who came now would wait for so many permits; null when nobody can say.</summary>
    public TimeSpan? WaitFor(int wanted)
    {
        lock (_lock)
        {
            return _permits.WaitFor(_waiters.Count + wanted);
        }
    }

    /// <summary>True with a permit, false when none can be had within <paramref name="atMost"/>.</summary>
    public ValueTask<bool> EnterAsync(TimeSpan atMost, CancellationToken cancel)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_waiters.Count == 0 && _permits.TryTake())
            {
                return ValueTask.FromResult(true);
            }
            if (_waiters.Count >= _waitersMax || _permits.WaitFor(_waiters.Count + 1) > atMost)
            {
                return ValueTask.FromResult(false);
            }
            waiter = new Waiter(Now + atMost);
            waiter.Place = _waiters.AddLast(waiter);
            _waiting = _waiters.Count;
            Arm();
        }
        return new ValueTask<bool>(WaitAsync(waiter, cancel));
    }

    /// <summary>Gives a permit back: freed on completion, or not used.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            _permits.GiveBack();
            Pump();
        }
    }

    /// <summary>Permits came, or the rate changed: lets in whoever can.</summary>
    public void Look()
    {
        lock (_lock)
        {
            Pump();
        }
    }

    private async Task<bool> WaitAsync(Waiter waiter, CancellationToken cancel)
    {
        await using var registration = cancel.Register(() => GiveUp(waiter, cancel));
        return await waiter.Entered.Task;
    }

    private void GiveUp(Waiter waiter, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (waiter.Entered.TrySetCanceled(cancel))
            {
                _waiters.Remove(waiter.Place!);
                _waiting = _waiters.Count;
            }
        }
    }

    private void Pump()
    {
        while (_waiters.First is { } first)
        {
            var enters = _permits.TryTake();
            if (!enters && Now < first.Value.Until)
            {
                break;
            }
            _waiters.RemoveFirst();
            first.Value.Entered.SetResult(enters);
        }
        _waiting = _waiters.Count;
        Arm();
    }

    private void Arm()
    {
        if (_waiters.First is not { } first)
        {
            return;
        }
        var patience = first.Value.Until - Now;
        var wait = _permits.WaitFor(1) is { } known && known < patience ? known : patience;
        // At least a millisecond: timers know nothing shorter, and none may spin.
        wait = wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
        _timer ??= _time.CreateTimer(gate => ((PermitGate)gate!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private sealed class Waiter(TimeSpan until)
    {
        public TimeSpan Until { get; } = until;
        public LinkedListNode<Waiter>? Place { get; set; }
        public TaskCompletionSource<bool> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
