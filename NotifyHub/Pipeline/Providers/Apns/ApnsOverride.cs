namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>What <c>options.apns</c> may hold: <c>headers</c>, <c>payload</c>, and keys beside them that belong to the payload's root.</summary>
internal static class ApnsOverride
{
    private const string Topic = "The topic is the app's own and follows the push type: another one would have this device's token called dead.";
    private const string Ours = "The hub sets it.";

    private static readonly OverrideShape Alert = new OverrideShape()
        .Text("title", "subtitle", "body", "launch-image", "title-loc-key", "subtitle-loc-key", "loc-key", "action-loc-key")
        .List("title-loc-args", "subtitle-loc-args", "loc-args");

    private static readonly OverrideShape Sound = new OverrideShape().Text("name").Number("volume").Whole("critical", 0, 1);

    private static readonly OverrideShape Aps = new OverrideShape()
        .TextOrObject("alert", Alert).TextOrObject("sound", Sound).Whole("badge", 0)
        .Text("thread-id", "category", "target-content-id", "filter-criteria", "attributes-type")
        .Whole("content-available", 0, 1).Whole("mutable-content", 0, 1).Number("relevance-score")
        .OneOf("interruption-level", "passive", "active", "time-sensitive", "critical")
        .OneOf("event", "start", "update", "end").Whole("timestamp", 0).Whole("stale-date", 0).Whole("dismissal-date", 0).Object("content-state", "attributes");

    private static readonly OverrideShape Root = new OverrideShape().Object("aps", Aps);

    private static readonly OverrideShape Headers = new OverrideShape().Closed()
        .OneOf("apns-push-type", "alert", "background", "location", "voip", "complication", "fileprovider", "mdm", "liveactivity", "pushtotalk", "widgets", "controls")
        .Digits("apns-priority", 1, 5, 10).Digits("apns-expiration").Text("apns-collapse-id")
        .Kept(Topic, "apns-topic").Kept(Ours, "apns-id", "authorization");

    /// <summary>The whole of it.</summary>
    public static OverrideShape Shape { get; } = new OverrideShape().With(Root).Object("headers", Headers).Object("payload", Root);
}
