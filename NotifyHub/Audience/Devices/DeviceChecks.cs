using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>Limits of a device's fields.</summary>
internal static partial class DeviceChecks
{
    private const int MaxJsonBytes = 8 * 1024;

    public static void Check(DeviceRegistration device, FaultList faults)
    {
        var known = ProviderNames.TryParse(device.Provider, out var provider);
        if (!known)
        {
            faults.OneOf("/provider", device.Provider, [.. ProviderNames.Supported.Select(p => p.Wire())]);
        }
        faults.OneOf("/environment", device.Environment, "production", "sandbox");
        if (device.Environment is not null && known && provider != ProviderKind.Apns)
        {
            faults.Add("/environment", "not_allowed", "Only APNs has environments.");
        }
        faults.Length("/installationId", device.InstallationId, 128);
        faults.Length("/platform", device.Platform, 32);
        faults.Length("/model", device.Model, 128);
        faults.Length("/replaces", device.Replaces, 4096);
        Person(faults, device.UserId, device.UserFingerprintHex);
        State(faults, device.Locale, device.Timezone, device.AppVersion, device.OsVersion, device.Permission);
        Json(faults, "/metadata", device.Metadata);
        Json(faults, "/traits", device.Traits);
    }

    public static void Check(DevicePatch patch, FaultList faults)
    {
        Person(faults, patch.UserId, patch.UserFingerprintHex);
        State(faults, patch.Locale, patch.Timezone, patch.AppVersion, patch.OsVersion, patch.Permission);
        Json(faults, "/metadata", patch.Metadata);
        Json(faults, "/traits", patch.Traits);
    }

    private static void Person(FaultList faults, string? userId, string? fingerprint)
    {
        faults.Length("/userId", userId, 128);
        if (fingerprint is not null && (fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigit)))
        {
            faults.Add("/userFingerprintHex", "bad_format", "userFingerprintHex must be 64 hex characters.");
        }
    }

    private static void State(FaultList faults, string? locale, string? timezone, string? appVersion, string? osVersion, string? permission)
    {
        if (locale is not null && !LanguageTag().IsMatch(locale))
        {
            faults.Add("/locale", "bad_format", "locale must be a BCP 47 language tag, such as de-CH.");
        }
        if (timezone is not null && (timezone.Length > 64 || !TimeZoneInfo.TryFindSystemTimeZoneById(timezone, out var zone) || !zone.HasIanaId))
        {
            faults.Add("/timezone", "bad_format", "timezone must be an IANA name, such as Europe/Zurich.");
        }
        faults.Length("/appVersion", appVersion, 64);
        faults.Length("/osVersion", osVersion, 64);
        faults.OneOf("/permission", permission, "granted", "denied", "provisional", "default");
    }

    private static void Json(FaultList faults, string pointer, JsonObject? value)
    {
        if (value is not null && Encoding.UTF8.GetByteCount(value.ToJsonString()) is var bytes and > MaxJsonBytes)
        {
            faults.Add(pointer, "too_long", $"{pointer[1..]} has {bytes} bytes as JSON; at most {MaxJsonBytes} are allowed.");
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
