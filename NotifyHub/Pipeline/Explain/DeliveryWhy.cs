using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Explain;

/// <summary>Why a delivery is where it is.</summary>
/// <param name="Delivery">As it is now.</param>
/// <param name="Taken">The walk that its row records; null while none was taken.</param>
/// <param name="Now">What the policy says at this moment; null when it has ended.</param>
/// <param name="At">The moment of <paramref name="Now"/>.</param>
public sealed record WhyAnswer(DeliveryTask Delivery, PolicyTrace? Taken, PolicyTrace? Now, DateTimeOffset At);

/// <summary>Answers "why" for one delivery: what decided, read back from its row, and while it waits what the same rules say now.</summary>
public sealed class DeliveryWhy
{
    private readonly StandingFacts _facts;
    private readonly HubContexts _contexts;
    private readonly TimeProvider _time;

    internal DeliveryWhy(StandingFacts facts, HubContexts contexts, TimeProvider time) => (_facts, _contexts, _time) = (facts, contexts, time);

    /// <summary>Null when there is no such delivery in this project.</summary>
    public async Task<WhyAnswer?> FindAsync(long projectId, long deliveryId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var delivery = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, cancel);
        if (delivery is null)
        {
            return null;
        }
        var now = _time.GetUtcNow();
        return new WhyAnswer(delivery, DeliveryPolicy.TraceOf(delivery), IsLive(delivery.Status) ? await NowAsync(db, delivery, now, cancel) : null, now);
    }

    private async Task<PolicyTrace?> NowAsync(HubDb db, DeliveryTask delivery, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == delivery.DeviceId, cancel) is not { } device)
        {
            return null;
        }
        var sent = await db.Notifications.Where(n => n.Id == delivery.NotificationId).Select(n => new { n.Payload, n.Type, n.DigestKey, At = n.SendAt ?? n.CreatedAt }).SingleAsync(cancel);
        var message = PushMessageJson.Read(sent.Payload);
        var facts = await _facts.OfAsync(device, message, delivery.Category, now, cancel) with
        {
            NotBefore = delivery.Status != DeliveryStatus.Held && delivery.DueAt > now ? delivery.DueAt : null,
            ExpiresAt = delivery.ExpiresAt,
        };
        if (delivery.PersonId is { } person)
        {
            facts = await _facts.WithPersonAsync(facts, new PersonSend(device, person, delivery.NotificationId, sent.Type, sent.DigestKey, delivery.Category, delivery.Lane, message, sent.At, now), cancel);
        }
        return DeliveryPolicy.Explain(facts, now);
    }

    private static bool IsLive(DeliveryStatus status) => status < DeliveryStatus.Sent;
}
