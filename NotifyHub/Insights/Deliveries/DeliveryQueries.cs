using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Deliveries;

/// <summary>Single deliveries and their attempts, as the API shows them.</summary>
public sealed class DeliveryQueries(HubContexts contexts)
{
    /// <summary>One delivery; null when it is not of this project.</summary>
    public async Task<DeliveryTask?> FindAsync(long projectId, long deliveryId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, cancel);
    }

    /// <summary>Those of these ids that are of this project, in no order.</summary>
    public async Task<IReadOnlyList<DeliveryTask>> FindManyAsync(long projectId, IReadOnlyCollection<long> ids, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Deliveries.AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(cancel);
    }

    /// <summary>Calls to the vendor, first one first.</summary>
    public async Task<IReadOnlyList<Attempt>> AttemptsAsync(long projectId, long deliveryId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Attempts.AsNoTracking().Where(a => a.DeliveryId == deliveryId).OrderBy(a => a.Number).ThenBy(a => a.Id).ToListAsync(cancel);
    }

    /// <summary>What the device said, in the order in which it arrived.</summary>
    public async Task<IReadOnlyList<Interaction>> InteractionsAsync(long projectId, long deliveryId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Interactions.AsNoTracking().Where(i => i.DeliveryId == deliveryId).OrderBy(i => i.Kind).ToListAsync(cancel);
    }
}
