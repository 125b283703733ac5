using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>Gives the guard its memory back at start, before anything is claimed; where several nodes share the store, also what the others decided and what was set elsewhere.</summary>
internal sealed class GuardTender(SendingGuard guard, SettingsBook settings, PolicyBook policies, ProviderStates states, HubEngine engine, ChangeFeed feed, TimeProvider time, ILogger<GuardTender> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    /// <summary>Clocks of nodes differ, and a commit comes after the time in its row.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _changed = new(0, 1);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await settings.LoadAsync(cancellationToken);
        await policies.LoadAsync(cancellationToken);
        (await states.ReadAsync(since: null, cancellationToken)).ForEach(guard.Apply);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (engine.OwnedByOneProcess)
        {
            return;
        }
        feed.Changed += Notice;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(Rhythm, stoppingToken);
                await settings.LoadAsync(stoppingToken);
                await policies.LoadAsync(stoppingToken);
                foreach (var row in await states.ReadAsync(time.GetUtcNow() - Overlap, stoppingToken))
                {
                    Take(row);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                GuardLog.NotRefreshed(log, error);
            }
        }
        feed.Changed -= Notice;
    }

    // What this node decided and has not written yet is newer than the row.
    private void Take(ProviderState row)
    {
        var door = guard.DoorOf(row.ProjectId, row.Provider);
        if (door.Unwritten is null && door.Differs(row))
        {
            guard.Apply(row);
        }
    }

    private void Notice(HubChange change)
    {
        if ((change.Tables & (HubTables.Settings | HubTables.Health)) == HubTables.Settings && _changed.CurrentCount == 0)
        {
            try
            {
                _changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two changes met; one look serves both.
            }
        }
    }
}
