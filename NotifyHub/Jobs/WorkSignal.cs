using NotifyHub.Data;

namespace NotifyHub.Jobs;

/// <summary>Wakes the delivery worker at once. A hint only: what is due lies in the table, so a lost wake-up delays and never loses.</summary>
public sealed class WorkSignal
{
    /// <summary>Woken by hand, and by what commits say, other nodes' too.</summary>
    public WorkSignal(ChangeFeed? feed = null)
    {
        if (feed is not null)
        {
            feed.Changed += change =>
            {
                if (change.Tables.HasFlag(HubTables.Work))
                {
                    Wake();
                }
            };
        }
    }

    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>There may be work. Cheap, from any thread, any number of times.</summary>
    public void Wake()
    {
        try
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Two wake-ups met; one is enough.
        }
    }

    /// <summary>Returns true when woken, false after <paramref name="atMost"/> on <paramref name="time"/>.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _signal.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Time is up: look again.
            return false;
        }
    }
}
