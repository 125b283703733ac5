namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>
/// Permits that come back at a steady pace. Pure: time is handed in as ticks of any steady clock. Not for several threads at once.
/// Full at first, so that a short burst passes; over any time t at most capacity + perSecond * t permits are given.
/// </summary>
public sealed class TokenBucket(LimitRate rate, TimeSpan start)
{
    // A sum of many small refills may miss a whole permit by a hair, and a wait that ends a hair early must not lead to another.
    private const double Hair = 1e-6;

    private LimitRate _rate = rate;
    private double _tokens = rate.Capacity;
    private TimeSpan _at = start;

    /// <summary>The rate that it was made or last changed with.</summary>
    public LimitRate Rate => _rate;

    /// <summary>Another rate from now on. More capacity is not filled at once.</summary>
    public void Change(LimitRate rate, TimeSpan now)
    {
        Refill(now, RateShare.Whole);
        _tokens = _rate.IsUnlimited ? rate.Capacity : Math.Min(_tokens, rate.Capacity);
        _rate = rate;
    }

    /// <summary>Permits that are there now.</summary>
    public double Available(TimeSpan now, RateShare share)
    {
        Refill(now, share);
        return _rate.IsUnlimited ? double.PositiveInfinity : _tokens;
    }

    /// <summary>Takes permits, all or none.</summary>
    public bool TryTake(int permits, TimeSpan now, RateShare share)
    {
        if (_rate.IsUnlimited)
        {
            return true;
        }
        Refill(now, share);
        if (_tokens + Hair < permits)
        {
            return false;
        }
        _tokens = Math.Max(0, _tokens - permits);
        return true;
    }

    /// <summary>Puts back permits that were not used.</summary>
    public void GiveBack(int permits) => _tokens = Math.Min(_rate.Capacity, _tokens + permits);

    /// <summary>How long until so many permits are there, when nobody else takes any.</summary>
    public TimeSpan WaitFor(int permits, TimeSpan now, RateShare share)
    {
        var missing = permits - Available(now, share) - Hair;
        // Rounded up to the millisecond of timers.
        return missing <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(missing / (_rate.PerSecond * share.Refill) * 1000));
    }

    private void Refill(TimeSpan now, RateShare share)
    {
        var seconds = (now - _at).TotalSeconds;
        if (seconds < 0)
        {
            return;
        }
        _at = now;
        var most = Math.Max(1, _rate.Capacity * share.Burst);
        _tokens = Math.Min(most, _tokens + seconds * _rate.PerSecond * share.Refill);
    }
}
