using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>Limits of a device's fields.</summary>
internal static class DeviceChecks
{
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
        ProfileChecks.Json(faults, "/metadata", device.Metadata);
        ProfileChecks.Json(faults, "/traits", device.Traits);
    }

    public static void Check(DevicePatch patch, FaultList faults)
    {
        Person(faults, patch.UserId, patch.UserFingerprintHex);
        State(faults, patch.Locale, patch.Timezone, patch.AppVersion, patch.OsVersion, patch.Permission);
        ProfileChecks.Json(faults, "/metadata", patch.Metadata);
        ProfileChecks.Json(faults, "/traits", patch.Traits);
    }

    private static void Person(FaultList faults, string? userId, string? fingerprint)
    {
        ProfileChecks.UserId(faults, "/userId", userId);
        ProfileChecks.Fingerprint(faults, "/userFingerprintHex", fingerprint);
    }

    private static void State(FaultList faults, string? locale, string? timezone, string? appVersion, string? osVersion, string? permission)
    {
        ProfileChecks.Place(faults, "", locale, timezone);
        faults.Length("/appVersion", appVersion, 64);
        faults.Length("/osVersion", osVersion, 64);
        faults.OneOf("/permission", permission, "granted", "denied", "provisional", "default");
    }
}
