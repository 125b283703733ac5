using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>Says what became of deliveries, for those outside who wish to hear of it.</summary>
internal static class DeliveryNews
{
    /// <summary>A delivery's new state, in the transaction that writes it; one that is no end says nothing.</summary>
    public static void Told(WriteSession session, long projectId, long notificationId, long deliveryId, DeliveryStatus status)
    {
        if (status is DeliveryStatus.Sent)
        {
            session.Happened(new HubFact(FactKind.DeliverySent, projectId, deliveryId));
        }
        else if (status is DeliveryStatus.Failed or DeliveryStatus.Expired)
        {
            session.Happened(new HubFact(FactKind.DeliveryFailed, projectId, deliveryId));
        }
        if (status >= DeliveryStatus.Sent)
        {
            session.Happened(new HubFact(FactKind.NotificationCompleted, projectId, notificationId));
        }
    }
}
