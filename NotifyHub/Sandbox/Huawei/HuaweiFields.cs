namespace NotifyHub.Sandbox.Huawei;

/// <summary>The fields of Push Kit's messages (HMS Core, "Downlink message"), so that a misspelt one is refused.</summary>
internal static class HuaweiFields
{
    /// <summary>Object by path, with its members.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Known = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [""] = ["validate_only", "message", "review"],
        ["message"] = ["data", "notification", "android", "apns", "webpush", "token", "topic", "condition"],
        ["message.notification"] = ["title", "body", "image"],
        ["message.android"] =
        [
            "bi_tag", "category", "collapse_key", "data", "fast_app_target", "notification", "receipt_id", "target_user_type", "ttl", "urgency",
        ],
        ["message.android.notification"] =
        [
            "title", "body", "icon", "color", "sound", "default_sound", "tag", "click_action", "body_loc_key", "body_loc_args", "title_loc_key",
            "title_loc_args", "multi_lang_key", "channel_id", "notify_summary", "image", "style", "big_title", "big_body", "notify_id", "group", "badge",
            "ticker", "when", "importance", "use_default_vibrate", "use_default_light", "vibrate_config", "visibility", "light_settings", "foreground_show",
            "profile_id", "inbox_content", "buttons", "auto_cancel", "auto_clear",
        ],
        ["message.android.notification.click_action"] = ["type", "intent", "url", "action"],
        ["message.android.notification.badge"] = ["add_num", "class", "set_num"],
    };
}
