using NotifyHub.Data.Gate;

namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>
/// This node's share of a bucket that several nodes draw from: small portions, taken in the store on its clock and used here within a moment.
/// What was not used in time goes back with the next draw, so the sum over nodes keeps the limit and nobody hoards.
/// </summary>
internal sealed class SharedPermits(string scope, Func<Allowed> allowed, IWriteGate gate, string clock, TimeProvider time, ILogger log) : IPermits
{
    /// <summary>A portion is what the bucket refills in this time; it grows while more is asked for than comes.</summary>
    private static readonly TimeSpan Portion = TimeSpan.FromMilliseconds(100);

    /// <summary>A portion is used within this, or goes back.</summary>
    private static readonly TimeSpan Keeps = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _draw = BucketSql.Draw(clock);
    private readonly string _make = BucketSql.Make(clock);
    private readonly long _start = time.GetTimestamp();
    private Action _arrived = () => { };
    private double _share;
    private double _growth = 1;
    private TimeSpan _drawnAt;
    private TimeSpan _notBefore;
    private bool _drawing;
    private bool _made;

    // What the next portion brings counts as there: a claim must not wait for a draw that waits for a claim.
    /// <inheritdoc/>
    public double Available
    {
        get
        {
            var now = allowed();
            if (now.Rate.IsUnlimited)
            {
                return double.PositiveInfinity;
            }
            lock (_lock)
            {
                return Clock < _notBefore ? _share : Math.Max(_share, Size(now));
            }
        }
    }

    /// <inheritdoc/>
    public double Capacity => allowed() is { Rate.IsUnlimited: false } limited ? limited.Rate.Capacity : double.PositiveInfinity;

    private TimeSpan Clock => time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public void Bind(Action arrived) => _arrived = arrived;

    /// <inheritdoc/>
    public bool TryTake()
    {
        var now = allowed();
        if (now.Rate.IsUnlimited)
        {
            return true;
        }
        lock (_lock)
        {
            if (_share < Size(now))
            {
                Draw(now);
            }
            if (_share < 1)
            {
                return false;
            }
            _share--;
            return true;
        }
    }

    /// <inheritdoc/>
    public void GiveBack()
    {
        lock (_lock)
        {
            _share++;
        }
    }

    /// <inheritdoc/>
    public TimeSpan? WaitFor(int permits)
    {
        var now = allowed();
        lock (_lock)
        {
            if (now.Rate.IsUnlimited || permits <= _share)
            {
                return TimeSpan.Zero;
            }
            var alone = TimeSpan.FromSeconds((permits - _share) / (now.Rate.PerSecond * now.Share.Refill));
            return alone > Portion ? alone : Portion;
        }
    }

    private double Size(Allowed now) => Math.Floor(Math.Clamp(
        now.Rate.PerSecond * now.Share.Refill * Portion.TotalSeconds * _growth, 1, Math.Max(1, now.Rate.Capacity * now.Share.Burst / 2)));

    // One draw at a time, and a pause after one that brought nothing.
    private void Draw(Allowed now)
    {
        if (_drawing || Clock < _notBefore)
        {
            return;
        }
        _drawing = true;
        var stale = Clock - _drawnAt > Keeps ? _share : 0;
        _share -= stale;
        _ = Task.Run(() => DrawAsync(now, Size(now), stale));
    }

    private async Task DrawAsync(Allowed now, double wanted, double stale)
    {
        var drawn = 0d;
        try
        {
            drawn = await gate.WriteAsync(session => TakeAsync(session, now, wanted, stale));
        }
        catch (StoreUnavailableException error)
        {
            LimitLog.NotDrawn(log, scope, error);
        }
        lock (_lock)
        {
            _share += drawn;
            (_drawing, _drawnAt) = (false, Clock);
            _growth = drawn > 0 ? Math.Min(_growth * 2, 16) : Math.Max(_growth / 2, 1);
            _notBefore = drawn > 0 ? TimeSpan.Zero : Clock + Portion;
        }
        _arrived();
    }

    private async ValueTask<double> TakeAsync(WriteSession session, Allowed now, double wanted, double stale)
    {
        var capacity = Math.Max(1, now.Rate.Capacity * now.Share.Burst);
        if (!_made)
        {
            await session.Prepare(_make).Bind(scope, capacity).ExecuteAsync();
            session.AfterCommit(() => _made = true);
        }
        if (stale > 0)
        {
            await session.Prepare(BucketSql.GiveBack).Bind(stale, capacity, scope).ExecuteAsync();
        }
        return await session.Prepare(_draw).Bind(now.Rate.PerSecond * now.Share.Refill / 1000, capacity, wanted, scope).ScalarAsync() is null ? 0 : wanted;
    }
}
