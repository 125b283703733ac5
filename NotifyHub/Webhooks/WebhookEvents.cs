using NotifyHub.Data.Gate;

namespace NotifyHub.Webhooks;

/// <summary>Events that an endpoint may choose, by their names on the wire.</summary>
public static class WebhookEvents
{
    /// <summary>Type of what the test button posts.</summary>
    public const string Test = "webhook.test";

    private static readonly (FactKind Kind, string Name, string Meaning)[] Known =
    [
        (FactKind.DeliverySent, "delivery.sent", "The vendor took a delivery"),
        (FactKind.DeliveryFailed, "delivery.failed", "A delivery was given up or expired"),
        (FactKind.DeliveryAcked, "delivery.acked", "The device confirmed a delivery"),
        (FactKind.DeliveryOpened, "delivery.opened", "Somebody opened a push"),
        (FactKind.DeviceRetired, "device.retired", "A device is gone"),
        (FactKind.NotificationCompleted, "notification.completed", "Every delivery of a notification has ended"),
        (FactKind.PreferenceChanged, "preference.changed", "Somebody opted out of a category, or in again"),
        (FactKind.CampaignCompleted, "campaign.completed", "Every delivery of a campaign has ended"),
    ];

    /// <summary>All of them, with what they mean.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } = [.. Known.Select(known => (known.Name, known.Meaning))];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>The name of a stored number; 0 is the test.</summary>
    public static string NameOf(int number) => Array.Find(Known, known => (int)known.Kind == number).Name ?? Test;

    /// <summary>The stored form of a choice; names that are none are left out.</summary>
    public static int Mask(IEnumerable<string> names) => Known.Where(known => names.Contains(known.Name, StringComparer.Ordinal)).Aggregate(0, (mask, known) => mask | Bit(known.Kind));

    /// <summary>The names of a stored choice.</summary>
    public static IReadOnlyList<string> NamesIn(int mask) => [.. Known.Where(known => (mask & Bit(known.Kind)) != 0).Select(known => known.Name)];

    internal static int Bit(FactKind kind) => 1 << (int)kind;
}
