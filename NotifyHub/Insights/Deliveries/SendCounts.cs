using System.Collections.Concurrent;

namespace NotifyHub.Insights.Deliveries;

/// <summary>A send's deliveries, counted.</summary>
/// <param name="Groups">By status and reason.</param>
/// <param name="Acked">Deliveries that the device confirmed.</param>
/// <param name="Opened">Deliveries that were opened.</param>
/// <param name="At">When they were counted.</param>
public sealed record CountedSend(IReadOnlyList<DeliveryCount> Groups, int Acked, int Opened, DateTimeOffset At);

/// <summary>
/// Counts of big sends, remembered for a while: a million rows take about a second to count, and whoever follows a send asks each second. What took long is kept for
/// 20 times as long as it took, so that following a send never costs more than a twentieth of a core; who asks while it is counted anew shares that count. Small sends are counted each time.
/// </summary>
public sealed class SendCounts(TimeProvider time)
{
    private const int KeptTimes = 20, Most = 1000;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<long, Lazy<Task<CountedSend>>> _running = [];
    private readonly ConcurrentDictionary<long, (CountedSend Counted, DateTimeOffset Until)> _kept = [];

    /// <summary>What is remembered of a send, or else counted.</summary>
    /// <param name="notificationId">Which.</param>
    /// <param name="count">Counts it; runs to its end though a caller may give up.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<CountedSend> OfAsync(long notificationId, Func<Task<CountedSend>> count, CancellationToken cancel)
    {
        if (!_kept.TryGetValue(notificationId, out var kept))
        {
            // Small, as far as is known: who has just written to it sees what they wrote.
            return CountAsync(notificationId, count).WaitAsync(cancel);
        }
        return kept.Until > time.GetUtcNow() ? Task.FromResult(kept.Counted)
            : _running.GetOrAdd(notificationId, id => new Lazy<Task<CountedSend>>(() => CountAsync(id, count))).Value.WaitAsync(cancel);
    }

    private async Task<CountedSend> CountAsync(long id, Func<Task<CountedSend>> count)
    {
        try
        {
            var began = time.GetTimestamp();
            var counted = await count();
            var took = time.GetElapsedTime(began);
            if (took >= Long)
            {
                Keep(id, counted, time.GetUtcNow() + (took * KeptTimes));
            }
            return counted;
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private void Keep(long id, CountedSend counted, DateTimeOffset until)
    {
        if (_kept.Count >= Most)
        {
            _kept.Clear();
        }
        _kept[id] = (counted, until);
    }
}
