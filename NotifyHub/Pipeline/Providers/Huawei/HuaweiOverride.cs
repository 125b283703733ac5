namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>What <c>options.huawei</c> may hold: the fields of Push Kit's <c>message</c>.</summary>
internal static class HuaweiOverride
{
    private static readonly OverrideShape Click = new OverrideShape().Whole("type", 1, 4).Text("intent", "url", "rich_resource", "action");

    private static readonly OverrideShape Notification = new OverrideShape()
        .Text("title", "body", "icon", "color", "sound", "tag", "group", "channel_id", "title_loc_key", "body_loc_key", "image", "when", "notify_summary")
        .Flag("default_sound", "use_default_vibrate", "use_default_light", "foreground_show", "local_only", "auto_cancel")
        .OneOf("importance", "LOW", "NORMAL", "HIGH").List("title_loc_args", "body_loc_args", "vibrate_config", "buttons", "inbox_content").Object("badge", "light_settings").Object("click_action", Click)
        .Whole("style", 0, 4).Whole("notify_id", 0);

    private static readonly OverrideShape Android = new OverrideShape()
        .Whole("collapse_key", -1, 100).OneOf("urgency", "HIGH", "NORMAL").Text("category", "ttl", "bi_tag", "receipt_id").Whole("fast_app_target", 1, 2).Whole("target_user_type", 0, 1)
        .Object("notification", Notification).Kept("It would win over data and the message id in it; use data.", "data");

    /// <summary>The whole of it.</summary>
    public static OverrideShape Shape { get; } = new OverrideShape()
        .Kept("Where the message goes is decided by to.", "token", "topic", "condition")
        .Text("data").Object("notification", new OverrideShape().Text("title", "body", "image")).Object("android", Android).Object("apns", "webpush");
}
