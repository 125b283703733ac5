using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using NotifyHub.Torture.Hub;

namespace NotifyHub.Torture;

/// <summary>Waits until every delivery has ended; dead letters that three crashes made are sent again, as an operator would.</summary>
public sealed class Drain(HubUnderLoad hub, HubStore store, TimeSpan limit)
{
    /// <summary>Returns how many were dead letters because three crashes found them in flight.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await EndedAsync(cancel);
        var poison = (await store.DeliveriesAsync()).Where(d => d.Reason == DeliveryReason.Poison).Select(d => RowId.Format(RowId.Delivery, d.Id)).ToList();
        foreach (var some in poison.Chunk(100))
        {
            await HubUnderLoad.PostAsync(hub.Api, "/v1/projects/current/deadletters/replay", new JsonObject { ["ids"] = new JsonArray([.. some.Select(id => (JsonNode)id)]) }, cancel);
        }
        await EndedAsync(cancel);
        return poison.Count;
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
