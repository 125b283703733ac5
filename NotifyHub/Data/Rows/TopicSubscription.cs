namespace NotifyHub.Data.Rows;

/// <summary>Who subscribes: one device, or a person with all their devices.</summary>
public enum SubscriberKind { Device = 1, Person = 2 }

/// <summary>
/// One subscriber of one topic. The key leads a fan-out: (topic, kind, subscriber) in ascending order, so that a chunk goes on after the last subscriber of the one before.
/// </summary>
public sealed class TopicSubscription : IProjectRow
{
    public long TopicId { get; set; }
    public SubscriberKind Kind { get; set; }
    /// <summary>Id of a <see cref="Device"/> or of a <see cref="Person"/>, by <see cref="Kind"/>.</summary>
    public long SubscriberId { get; set; }
    public long ProjectId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
