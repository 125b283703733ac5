using NotifyHub.Data;
using NotifyHub.Jobs;

namespace NotifyHub.Campaigns;

/// <summary>Wakes the worker when a campaign was started, resumed or canceled, on whatever node that was said. A hint only: campaigns are rows.</summary>
internal sealed class CampaignSignal : IDisposable
{
    private readonly WorkSignal _signal = new();
    private readonly ChangeFeed _feed;

    public CampaignSignal(ChangeFeed feed)
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
        if (change.Tables.HasFlag(HubTables.Campaigns))
        {
            _signal.Wake();
        }
    }
}
