using System.Text.Json.Nodes;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>Answer to a registration.</summary>
/// <param name="Id">The device: what a send names.</param>
/// <param name="IsNew">False when a known device was refreshed, moved or revived.</param>
/// <param name="CreatedAt">First registration.</param>
/// <param name="UpdatedAt">This one.</param>
public sealed record RegistrationAnswer(string Id, bool IsNew, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>From the result.</summary>
    public static RegistrationAnswer From(RegisteredDevice device) => new(RowId.Format(RowId.Device, device.Id), device.IsNew, device.CreatedAt, device.UpdatedAt);
}

/// <summary>A device. Its token is a credential and is never shown.</summary>
/// <param name="Id">The device.</param>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="Status">active, retired or quarantined.</param>
/// <param name="TokenTail">Last characters of the token.</param>
/// <param name="Environment">production or sandbox; null while unconfirmed.</param>
/// <param name="InstallationId">The app's own id of the installation.</param>
/// <param name="UserId">The app's own id of its user.</param>
/// <param name="UserFingerprintHex">64 hex characters.</param>
/// <param name="Platform">ios, android, web, ...</param>
/// <param name="Locale">Language tag.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="AppVersion">App's version.</param>
/// <param name="OsVersion">System's version.</param>
/// <param name="Model">Device model.</param>
/// <param name="Permission">granted, denied, provisional or default.</param>
/// <param name="Metadata">The app's own.</param>
/// <param name="Traits">The app's own.</param>
/// <param name="RetiredReason">The vendor's word, deleted or replaced.</param>
/// <param name="RetiredAt">When it was retired.</param>
/// <param name="LastSeenAt">Last sign of life.</param>
/// <param name="CreatedAt">First registration.</param>
/// <param name="UpdatedAt">Last change.</param>
public sealed record DeviceAnswer(
    string Id, string Provider, DeviceStatus Status, string TokenTail, string? Environment, string? InstallationId, string? UserId, string? UserFingerprintHex, string? Platform,
    string? Locale, string? Timezone, string? AppVersion, string? OsVersion, string? Model, string? Permission, JsonNode? Metadata, JsonNode? Traits,
    string? RetiredReason, DateTimeOffset? RetiredAt, DateTimeOffset LastSeenAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>From the row.</summary>
    public static DeviceAnswer From(Device row) => new(
        RowId.Format(RowId.Device, row.Id), row.Provider.Wire(), row.Status, row.TokenTail, row.Environment, row.InstallationId, row.UserId, row.FingerprintHex, row.Platform,
        row.Locale, row.TimeZone, row.AppVersion, row.OsVersion, row.Model, row.Permission, Json(row.Metadata), Json(row.Traits),
        row.RetiredReason, row.RetiredAt, row.LastSeenAt, row.CreatedAt, row.UpdatedAt);

    private static JsonNode? Json(string? text) => text is null ? null : JsonNode.Parse(text);
}

/// <summary>One's own devices.</summary>
/// <param name="Items">The one that was seen last first.</param>
public sealed record OwnDeviceList(IReadOnlyList<DeviceAnswer> Items);
