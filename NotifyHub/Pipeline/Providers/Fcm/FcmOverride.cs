namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>What <c>options.fcm</c> may hold: the fields of FCM's <c>message</c>.</summary>
internal static class FcmOverride
{
    private const string Address = "Where the message goes is decided by to.";
    private const string Data = "It would take the place of data and of the message id in it; use data.";

    private static readonly OverrideShape Words = new OverrideShape().Text("title", "body", "image");

    private static readonly OverrideShape AndroidWords = new OverrideShape()
        .Text("title", "body", "icon", "color", "sound", "tag", "click_action", "body_loc_key", "title_loc_key", "channel_id", "ticker", "event_time", "image")
        .List("body_loc_args", "title_loc_args", "vibrate_timings").Flag("sticky", "local_only", "default_sound", "default_vibrate_timings", "default_light_settings").Whole("notification_count", 0)
        .OneOf("notification_priority", "PRIORITY_UNSPECIFIED", "PRIORITY_MIN", "PRIORITY_LOW", "PRIORITY_DEFAULT", "PRIORITY_HIGH", "PRIORITY_MAX")
        .OneOf("visibility", "VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET").Object("light_settings");

    private static readonly OverrideShape Label = new OverrideShape().Text("analytics_label");

    private static readonly OverrideShape Android = new OverrideShape()
        .Text("collapse_key", "ttl", "restricted_package_name").OneOf("priority", "NORMAL", "HIGH", "normal", "high").Flag("direct_boot_ok")
        .Object("notification", AndroidWords).Object("fcm_options", Label).Kept(Data, "data");

    private static readonly OverrideShape Apns = new OverrideShape().Texts("headers").Object("payload").Object("fcm_options", new OverrideShape().Text("analytics_label", "image"));

    private static readonly OverrideShape WebPush = new OverrideShape()
        .Texts("headers").Object("notification").Object("fcm_options", new OverrideShape().Text("link", "analytics_label")).Kept(Data, "data");

    /// <summary>The whole of it.</summary>
    public static OverrideShape Shape { get; } = new OverrideShape()
        .Kept(Address, "token", "topic", "condition").Kept("FCM sets it.", "name")
        .Texts("data").Object("notification", Words).Object("android", Android).Object("apns", Apns).Object("webpush", WebPush).Object("fcm_options", Label);
}
