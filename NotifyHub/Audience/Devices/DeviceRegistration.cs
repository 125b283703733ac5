using System.Text.Json.Nodes;

namespace NotifyHub.Audience.Devices;

/// <summary>What an app says of itself when it registers for push.</summary>
public sealed record DeviceRegistration
{
    /// <summary>apns, fcm, webpush, huawei, mipush or expo.</summary>
    public required string Provider { get; init; }
    /// <summary>The vendor's token; not for Web Push.</summary>
    public string? Token { get; init; }
    /// <summary>A browser's PushSubscription; Web Push only.</summary>
    public WebPushSubscription? Subscription { get; init; }
    /// <summary>production or sandbox (APNs only); left out, the first send finds it out.</summary>
    public string? Environment { get; init; }
    /// <summary>The app's own id of this installation, 1 to 128 characters: with it, a rotated token keeps the device's id.</summary>
    public string? InstallationId { get; init; }
    /// <summary>The app's own id of its user, 1 to 128 characters. Server keys only.</summary>
    public string? UserId { get; init; }
    /// <summary>64 hex characters that stand for the user where the app does not want to name them. Server keys only.</summary>
    public string? UserFingerprintHex { get; init; }
    /// <summary>BCP 47 language tag, such as de-CH.</summary>
    public string? Locale { get; init; }
    /// <summary>IANA time zone, such as Europe/Zurich.</summary>
    public string? Timezone { get; init; }
    /// <summary>ios, android, web, ...; 1 to 32 characters.</summary>
    public string? Platform { get; init; }
    /// <summary>1 to 64 characters.</summary>
    public string? AppVersion { get; init; }
    /// <summary>1 to 64 characters.</summary>
    public string? OsVersion { get; init; }
    /// <summary>1 to 128 characters.</summary>
    public string? Model { get; init; }
    /// <summary>granted, denied, provisional or default.</summary>
    public string? Permission { get; init; }
    /// <summary>Anything the app wants to keep with the device, at most 8 KB.</summary>
    public JsonObject? Metadata { get; init; }
    /// <summary>Values that audiences can be built on, at most 8 KB. Server keys only.</summary>
    public JsonObject? Traits { get; init; }
    /// <summary>Device id, token or endpoint that this registration takes the place of.</summary>
    public string? Replaces { get; init; }
}

/// <summary>A browser's PushSubscription as its toJSON() gives it.</summary>
public sealed record WebPushSubscription
{
    /// <summary>https address at the browser's push service.</summary>
    public required string Endpoint { get; init; }
    /// <summary>The browser's own hint, in ms since 1970; not used.</summary>
    public JsonNode? ExpirationTime { get; init; }
    /// <summary>Keys for RFC 8291.</summary>
    public required WebPushKeys Keys { get; init; }
}

/// <summary>Keys of a Web Push subscription, base64url.</summary>
public sealed record WebPushKeys
{
    /// <summary>65 bytes: an uncompressed point on P-256.</summary>
    public required string P256dh { get; init; }
    /// <summary>16 bytes.</summary>
    public required string Auth { get; init; }
}

/// <summary>Changes to a device. What is absent stays; what is given as null is cleared.</summary>
public sealed record DevicePatch
{
    /// <summary>The app's own id of its user.</summary>
    public string? UserId { get; init; }
    /// <summary>64 hex characters.</summary>
    public string? UserFingerprintHex { get; init; }
    /// <summary>BCP 47 language tag.</summary>
    public string? Locale { get; init; }
    /// <summary>IANA time zone.</summary>
    public string? Timezone { get; init; }
    /// <summary>1 to 64 characters.</summary>
    public string? AppVersion { get; init; }
    /// <summary>1 to 64 characters.</summary>
    public string? OsVersion { get; init; }
    /// <summary>granted, denied, provisional or default.</summary>
    public string? Permission { get; init; }
    /// <summary>Anything, at most 8 KB; replaces what was there.</summary>
    public JsonObject? Metadata { get; init; }
    /// <summary>At most 8 KB; replaces what was there.</summary>
    public JsonObject? Traits { get; init; }
}

/// <summary>What a registration did.</summary>
public sealed record RegisteredDevice(long Id, bool IsNew, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
