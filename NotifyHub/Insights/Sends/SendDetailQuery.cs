using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>Reads one send with all that happened to it. Every part is a look-up by an index.</summary>
public sealed class SendDetailQuery(HubContexts contexts)
{
    // As far back as "has this device ever confirmed" looks.
    private const int DeviceMemory = 50;

    /// <summary>Null when there is no such send in this project.</summary>
    public async Task<SendDetail?> FindAsync(long projectId, long deliveryId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var delivery = await db.Deliveries.AsNoTracking().FirstOrDefaultAsync(d => d.Id == deliveryId, cancel);
        if (delivery is null)
        {
            return null;
        }
        var notification = await db.Notifications.AsNoTracking().FirstAsync(n => n.Id == delivery.NotificationId, cancel);
        var subject = RowId.Format(RowId.Delivery, deliveryId);
        var device = await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == delivery.DeviceId, cancel);
        return new SendDetail(delivery, notification, device)
        {
            Payload = notification.Localized ? await SentContent.OfAsync(db, notification, device, cancel) : notification.Payload,
            Attempts = await db.Attempts.AsNoTracking().Where(a => a.DeliveryId == deliveryId).OrderBy(a => a.Number).ThenBy(a => a.Id).ToListAsync(cancel),
            Interactions = await db.Interactions.AsNoTracking().Where(i => i.DeliveryId == deliveryId).OrderBy(i => i.At).ToListAsync(cancel),
            // Deeds come after the send: its id is where to begin in the log.
            Deeds = await db.Audit.AsNoTracking().Where(a => a.ProjectId == projectId && a.Id > deliveryId && a.Subject == subject).OrderBy(a => a.Id).Take(100).ToListAsync(cancel),
            NewerId = await db.Deliveries.Where(d => d.ProjectId == projectId && d.Id > deliveryId).OrderBy(d => d.Id).Select(d => (long?)d.Id).FirstOrDefaultAsync(cancel),
            OlderId = await db.Deliveries.Where(d => d.ProjectId == projectId && d.Id < deliveryId).OrderByDescending(d => d.Id).Select(d => (long?)d.Id).FirstOrDefaultAsync(cancel),
            DeviceEverAcked = await db.Deliveries.Where(d => d.DeviceId == delivery.DeviceId).OrderByDescending(d => d.Id).Take(DeviceMemory).AnyAsync(d => d.AckedAt != null, cancel),
            Standing = await db.ProviderStates.AsNoTracking().FirstOrDefaultAsync(s => s.ProjectId == projectId && s.Provider == delivery.Provider, cancel),
            KeyName = notification.ApiKeyId is { } key ? await db.ApiKeys.Where(k => k.Id == key).Select(k => k.Name).FirstOrDefaultAsync(cancel) : null,
        };
    }
}
