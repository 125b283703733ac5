namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>Permits of a bucket in this process: for an installation of one process.</summary>
internal sealed class BucketPermits : IPermits
{
    private readonly TimeProvider _time;
    private readonly Func<Allowed> _allowed;
    private readonly long _start;
    private readonly TokenBucket _bucket;

    /// <param name="allowed">The rate and share of this moment.</param>
    /// <param name="time">Its timestamps, not its clock: a clock that is set changes no rate.</param>
    public BucketPermits(Func<Allowed> allowed, TimeProvider time)
    {
        (_allowed, _time, _start) = (allowed, time, time.GetTimestamp());
        _bucket = new TokenBucket(allowed().Rate, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public double Available => Bucket(out var now, out var share).Available(now, share);

    /// <inheritdoc/>
    public double Capacity => _allowed() is { Rate.IsUnlimited: false } limited ? limited.Rate.Capacity : double.PositiveInfinity;

    /// <inheritdoc/>
    public bool TryTake() => Bucket(out var now, out var share).TryTake(1, now, share);

    /// <inheritdoc/>
    public void GiveBack() => _bucket.GiveBack(1);

    /// <inheritdoc/>
    public TimeSpan? WaitFor(int permits) => Bucket(out var now, out var share).WaitFor(permits, now, share);

    private TokenBucket Bucket(out TimeSpan now, out RateShare share)
    {
        var allowed = _allowed();
        (now, share) = (_time.GetElapsedTime(_start), allowed.Share);
        if (allowed.Rate != _bucket.Rate)
        {
            _bucket.Change(allowed.Rate, now);
        }
        return _bucket;
    }
}

/// <summary>A rate, and the part of it that may be used.</summary>
internal readonly record struct Allowed(LimitRate Rate, RateShare Share);
