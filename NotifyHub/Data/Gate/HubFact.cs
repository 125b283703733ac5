namespace NotifyHub.Data.Gate;

/// <summary>What may happen to rows that somebody outside wants to hear of.</summary>
public enum FactKind
{
    /// <summary>A vendor took a delivery.</summary>
    DeliverySent = 1,
    /// <summary>A delivery ended without being taken.</summary>
    DeliveryFailed = 2,
    /// <summary>A device confirmed a delivery.</summary>
    DeliveryAcked = 3,
    /// <summary>A delivery was opened.</summary>
    DeliveryOpened = 4,
    /// <summary>A device was retired.</summary>
    DeviceRetired = 5,
    /// <summary>Every delivery of a notification has ended.</summary>
    NotificationCompleted = 6,
    /// <summary>A person's choice changed.</summary>
    PreferenceChanged = 7,
    /// <summary>A campaign is over.</summary>
    CampaignCompleted = 8,
}

/// <summary>Something that happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="ProjectId">Where.</param>
/// <param name="Subject">The row that it happened to; for <see cref="FactKind.NotificationCompleted"/> a notification of which a delivery has ended.</param>
/// <param name="Detail">JSON object with what the row does not say; null for nothing.</param>
public readonly record struct HubFact(FactKind Kind, long ProjectId, long Subject, string? Detail = null);

/// <summary>
/// Writes down what happened, in the transaction in which it happened, for those who wish to hear of it. Stages say it by <see cref="WriteSession.Happened"/>
/// and know of no listener.
/// </summary>
public interface IFactOutbox
{
    /// <summary>Whether anybody wishes to hear of it. In memory: asked for every delivery.</summary>
    bool Wants(long projectId, FactKind kind);

    /// <summary>Stores facts that somebody wants, at the end of the work that they are of.</summary>
    ValueTask StoreAsync(WriteSession session, IReadOnlyList<HubFact> facts);
}
