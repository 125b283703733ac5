namespace NotifyHub.Pipeline.Delivery;

/// <summary>Waits between tries of one delivery.</summary>
/// <param name="chance">Draws the jitter; used by many threads, so under a lock.</param>
public sealed class RetryLadder(Random chance)
{
    private readonly Lock _lock = new();

    /// <summary>The waits before the second, third ... try.</summary>
    public static IReadOnlyList<TimeSpan> Rungs { get; } =
        [TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(12), TimeSpan.FromHours(24)];

    /// <summary>Share by which a wait is lengthened or shortened by chance, so that a vendor's recovery is not met by everybody at once.</summary>
    public const double Jitter = 0.2;

    /// <summary>The wait after the <paramref name="failed"/>-th failed try (1, 2, ...), from now; null when the last rung is behind it.</summary>
    /// <param name="failed">Tries that failed so far, this one included.</param>
    /// <param name="retryAfter">The vendor's own word: taken exactly, without jitter.</param>
    /// <param name="floor">Shortest wait when the vendor gave none.</param>
    public TimeSpan? After(int failed, TimeSpan? retryAfter = null, TimeSpan? floor = null)
    {
        if (failed > Rungs.Count)
        {
            return null;
        }
        if (retryAfter is { } exact)
        {
            return exact;
        }
        var wait = Rungs[Math.Max(failed, 1) - 1] * (1 + Jitter * (2 * Draw() - 1));
        return wait < floor ? floor : wait;
    }

    private double Draw()
    {
        lock (_lock)
        {
            return chance.NextDouble();
        }
    }
}
