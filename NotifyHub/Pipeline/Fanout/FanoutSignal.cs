using NotifyHub.Data;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>Wakes the worker when a send wants to be expanded, paused or cancelled, on whatever node that was said. A hint only: runs are rows.</summary>
internal sealed class FanoutSignal : IDisposable
{
    private readonly WorkSignal _signal = new();
    private readonly ChangeFeed _feed;

    public FanoutSignal(ChangeFeed feed)
    {
        _feed = feed;
        _feed.Changed += Notice;
    }

    /// <summary>Returns when woken, or after <paramref name="atMost"/>.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel) => _signal.WaitAsync(atMost, time, cancel);

    /// <inheritdoc/>
    public void Dispose() => _feed.Changed -= Notice;

    private void Notice(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Fanouts))
        {
            _signal.Wake();
        }
    }
}
