using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Devices;

/// <summary>Devices in words.</summary>
public static class DeviceWords
{
    /// <summary>How the status feels.</summary>
    public static Tone Tone(DeviceStatus status) => status switch
    {
        DeviceStatus.Active => Shared.Tone.Ok,
        DeviceStatus.Quarantined => Shared.Tone.Warn,
        _ => Shared.Tone.Idle,
    };

    /// <summary>Icon of the status.</summary>
    public static string Icon(DeviceStatus status) => status switch
    {
        DeviceStatus.Active => "check",
        DeviceStatus.Quarantined => "pause",
        _ => "dash",
    };

    /// <summary>Why a device is retired; a vendor's own word stays beside ours.</summary>
    public static string Retired(string? reason) => reason switch
    {
        null or "" => "Retired",
        "deleted" => "Deleted by the app or a key",
        "replaced" => "Replaced by a newer token",
        _ => $"The vendor says that the token is gone ({reason})",
    };

    /// <summary>What a person calls a platform.</summary>
    public static string Platform(string? platform) => platform?.ToLowerInvariant() switch
    {
        null or "" => "–",
        "ios" => "iOS",
        "ipados" => "iPadOS",
        "macos" => "macOS",
        "android" => "Android",
        "web" => "Web",
        _ => platform,
    };
}
