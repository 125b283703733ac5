namespace NotifyHub.Sandbox.Fcm;

/// <summary>The fields of FCM's messages (REST reference of projects.messages), so that a misspelt one is refused as Google refuses it.</summary>
internal static class FcmFields
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        [""] = ["validate_only", "message"],
        ["message"] = ["name", "data", "notification", "android", "webpush", "apns", "fcm_options", "token", "topic", "condition"],
        ["message.notification"] = ["title", "body", "image"],
        ["message.fcm_options"] = ["analytics_label"],
        ["message.android"] =
        [
            "collapse_key", "priority", "ttl", "restricted_package_name", "data", "notification", "fcm_options", "direct_boot_ok",
            "bandwidth_constrained_ok", "restricted_satellite_ok",
        ],
        ["message.android.fcm_options"] = ["analytics_label"],
        ["message.android.notification"] =
        [
            "title", "body", "icon", "color", "sound", "tag", "click_action", "body_loc_key", "body_loc_args", "title_loc_key", "title_loc_args",
            "channel_id", "ticker", "sticky", "event_time", "local_only", "notification_priority", "default_sound", "default_vibrate_timings",
            "default_light_settings", "vibrate_timings", "visibility", "notification_count", "light_settings", "image", "bypass_proxy_notification", "proxy",
        ],
        ["message.webpush"] = ["headers", "data", "notification", "fcm_options"],
        ["message.apns"] = ["headers", "payload", "fcm_options", "live_activity_token"],
    };

    /// <summary>The objects whose members are checked, outermost first.</summary>
    public static IEnumerable<string> Paths => Known.Keys;

    /// <summary>Google reads both snake_case and camelCase.</summary>
    public static bool Has(string path, string name) => Known[path].Contains(Snake(name), StringComparer.Ordinal);

    /// <summary><c>collapseKey</c> and <c>collapse_key</c> are one field.</summary>
    public static string Snake(string name) => !name.AsSpan().ContainsAnyInRange('A', 'Z')
        ? name
        : string.Concat(name.Select(letter => char.IsAsciiLetterUpper(letter) ? "_" + char.ToLowerInvariant(letter) : letter.ToString()));
}
