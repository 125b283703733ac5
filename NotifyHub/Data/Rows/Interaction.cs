namespace NotifyHub.Data.Rows;

/// <summary>What a device reports. Lower case on the wire.</summary>
public enum InteractionKind { Received = 1, Opened = 2, Dismissed = 3, Action = 4, Reply = 5 }

/// <summary>The device's own word about a delivery; one per kind, first write wins.</summary>
public sealed class Interaction : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public long DeliveryId { get; set; }
    public InteractionKind Kind { get; set; }
    public string? ActionId { get; set; }
    public string? ReplyText { get; set; }
    public string? SessionId { get; set; }
    /// <summary>The device's time, never after <see cref="ReceivedAt"/>.</summary>
    public DateTimeOffset At { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
}
