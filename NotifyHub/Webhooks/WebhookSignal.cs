using NotifyHub.Data;

namespace NotifyHub.Webhooks;

/// <summary>Wakes the worker when a commit, of any node, wrote messages; a hint only, for what is due lies in the table.</summary>
internal sealed class WebhookSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly ChangeFeed _feed;

    public WebhookSignal(ChangeFeed feed)
    {
        _feed = feed;
        _feed.Changed += Heard;
    }

    /// <summary>There may be work.</summary>
    public void Wake()
    {
        try
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Two met, or the hub stops.
        }
    }

    /// <summary>Returns when woken, or after this time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        await _signal.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _feed.Changed -= Heard;
        _signal.Dispose();
    }

    private void Heard(HubChange change)
    {
        if ((change.Tables & (HubTables.Webhooks | HubTables.WebhookEndpoints)) != HubTables.None)
        {
            Wake();
        }
    }
}
