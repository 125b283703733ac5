using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>Everything that is known of one send.</summary>
public sealed record SendDetail(DeliveryTask Delivery, Notification Notification, Device? Device)
{
    /// <summary>The message as JSON, in the device's language where the notification has several.</summary>
    public string Payload { get; init; } = Notification.Payload;

    /// <summary>Calls to the vendor, first to last.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    /// <summary>What the device reported, in its order.</summary>
    public IReadOnlyList<Interaction> Interactions { get; init; } = [];

    /// <summary>What team members did to it.</summary>
    public IReadOnlyList<AuditEntry> Deeds { get; init; } = [];

    /// <summary>The next newer send of the project.</summary>
    public long? NewerId { get; init; }

    /// <summary>The next older send of the project.</summary>
    public long? OlderId { get; init; }

    /// <summary>Whether this device confirmed any of its last sends, so that a missing confirmation can be explained.</summary>
    public bool DeviceEverAcked { get; init; }

    /// <summary>How the project stands with the vendor; null when all is well. A rest tells why what is due does not go.</summary>
    public ProviderState? Standing { get; init; }

    /// <summary>Name of the key that asked; null for the dashboard or a key that is gone.</summary>
    public string? KeyName { get; init; }
}
