using System.Text.Json.Nodes;

namespace NotifyHub.Insights.People;

/// <summary>Everything that is kept of a user.</summary>
/// <param name="ExportedAt">When this was written.</param>
/// <param name="User">The profile.</param>
/// <param name="Topics">Subscribed to with all devices.</param>
/// <param name="Preferences">Where they stand with each category.</param>
/// <param name="Consents">How it came to that, oldest first.</param>
/// <param name="Channels">Which types they want on which channels, where they chose.</param>
/// <param name="Settings">Quiet hours, digest and pause; null when never set.</param>
/// <param name="Reminders">Tasks that they are reminded of.</param>
/// <param name="Inbox">Items of their inbox; the words stand with the delivery.</param>
/// <param name="Devices">Without their tokens.</param>
/// <param name="Deliveries">All that was sent to those devices and is still kept.</param>
public sealed record UserExport(
    string ExportedAt, ExportedUser User, IReadOnlyList<string> Topics, IReadOnlyList<ExportedConsent> Preferences, IReadOnlyList<ExportedConsent> Consents,
    IReadOnlyList<ExportedPreference> Channels, ExportedSettings? Settings, IReadOnlyList<ExportedReminder> Reminders, IReadOnlyList<ExportedInboxItem> Inbox,
    IReadOnlyList<ExportedDevice> Devices, IReadOnlyList<ExportedDelivery> Deliveries);

/// <summary>The profile.</summary>
public sealed record ExportedUser(
    string UserId, string? Email, string? Phone, string? Name, string? Locale, string? Timezone, JsonNode? Traits, string? FingerprintHex, JsonNode? Channels, string CreatedAt, string UpdatedAt);

/// <summary>A word of consent, or where it stands.</summary>
public sealed record ExportedConsent(string Category, bool OptedOut, string Source, string? Actor, string? Ip, string At);

/// <summary>A cell of the matrix that they chose.</summary>
public sealed record ExportedPreference(string Type, string Channel, bool On, string At);

/// <summary>What they set once for all types.</summary>
public sealed record ExportedSettings(JsonNode? QuietHours, string? DigestCadence, int? DigestHour, string? MuteUntil, string At);

/// <summary>A task that they are reminded of.</summary>
public sealed record ExportedReminder(string Key, string Title, string? Body, string? Link, string DueAt, string? Recurrence, string? DoneAt, string CreatedAt);

/// <summary>An item of the inbox.</summary>
public sealed record ExportedInboxItem(string Id, string Delivery, string Type, string CreatedAt, string? ReadAt, string? ArchivedAt, string? SnoozedUntil, string? DeletedAt);

/// <summary>A device, without its token.</summary>
public sealed record ExportedDevice(
    string Id, string Provider, string Status, string? InstallationId, string? FingerprintHex, string? Platform, string? Model, string? AppVersion, string? OsVersion,
    string? Locale, string? Timezone, string? Permission, JsonNode? Metadata, JsonNode? Traits, IReadOnlyList<string> Topics, string CreatedAt, string LastSeenAt);

/// <summary>A delivery with its message and what the device said.</summary>
public sealed record ExportedDelivery(
    string Id, string Device, string Status, string? Reason, string? Category, string? CampaignId, JsonNode? Message, string CreatedAt, string? SentAt, string? AckedAt, string? OpenedAt,
    IReadOnlyList<ExportedInteraction> Interactions);

/// <summary>What the device said.</summary>
public sealed record ExportedInteraction(string EventType, string? ActionId, string? ReplyText, string? SessionId, string At);
