namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>What <c>options.expo</c> may hold: the fields of Expo's message.</summary>
internal static class ExpoOverride
{
    /// <summary>The whole of it.</summary>
    public static OverrideShape Shape { get; } = new OverrideShape()
        .Kept("Where the message goes is decided by to.", "to")
        .Text("title", "subtitle", "body", "channelId", "categoryId", "collapseId", "tag", "icon").Object("data").Object("richContent", new OverrideShape().Text("image"))
        .TextOrObject("sound", new OverrideShape().Text("name").Flag("critical").Number("volume"))
        .Whole("ttl", 0).Whole("expiration", 0).Whole("badge", 0).OneOf("priority", "default", "normal", "high").Flag("mutableContent", "_contentAvailable")
        .OneOf("interruptionLevel", "active", "critical", "passive", "time-sensitive");
}
