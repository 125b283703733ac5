using NotifyHub.Data.Rows;
using NotifyHub.Torture.Hub;

namespace NotifyHub.Torture;

/// <summary>Waits until every delivery has ended.</summary>
public sealed class Drain(HubStore store, TimeSpan limit)
{
    /// <summary>Returns how many are dead letters because three crashes found them in flight.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await EndedAsync(cancel);
        return (await store.DeliveriesAsync()).Count(d => d.Reason == DeliveryReason.Poison);
    }

    // Another process gives no signal, so its store is asked; a promise that is not kept in time is the checker's to tell.
    private async Task EndedAsync(CancellationToken cancel)
    {
        var until = TimeProvider.System.GetUtcNow() + limit;
        while (await store.PendingAsync() > 0 && TimeProvider.System.GetUtcNow() < until)
        {
            await Task.Delay(200, cancel);
        }
    }
}
