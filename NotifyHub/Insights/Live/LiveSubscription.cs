using System.Threading.Channels;
using NotifyHub.Data;

namespace NotifyHub.Insights.Live;

/// <summary>One page's ear. Changes that come while the page is busy or rests are one change.</summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly Channel<bool> _pending = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _gone = new();
    private readonly long _projectId;
    private readonly HubTables _tables;
    private readonly Action<LiveSubscription> _leave;

    public LiveSubscription(long projectId, HubTables tables, Func<Task> changed, TimeSpan pause, TimeProvider time, ILogger log, Action<LiveSubscription> leave)
    {
        (_projectId, _tables, _leave) = (projectId, tables, leave);
        // Off the page's own context: it is told, it does not wait.
        _ = Task.Run(() => ListenAsync(changed, pause, time, log, _gone.Token));
    }

    /// <summary>From the committer's thread: leaves a note and returns. Project 0 means several.</summary>
    public void Offer(HubChange change)
    {
        if ((change.Tables & _tables) != HubTables.None && (change.ProjectId == _projectId || change.ProjectId == 0))
        {
            _pending.Writer.TryWrite(true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leave(this);
        _pending.Writer.TryComplete();
        _gone.Cancel();
    }

    private async Task ListenAsync(Func<Task> changed, TimeSpan pause, TimeProvider time, ILogger log, CancellationToken gone)
    {
        try
        {
            await foreach (var _ in _pending.Reader.ReadAllAsync(gone))
            {
                await changed();
                // Not oftener than a person can read; what comes meanwhile is one change.
                await Task.Delay(pause, time, gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (ObjectDisposedException)
        {
            // The page's circuit went away while it was being told.
            Dispose();
        }
        catch (Exception error)
        {
            log.LogError(error, "A live page could not be brought up to date and stands still now");
            Dispose();
        }
    }
}
