namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>What <c>options.webpush</c> may hold: <c>headers</c>, and the fields that the service worker reads.</summary>
internal static class WebPushOverride
{
    private static readonly OverrideShape Headers = new OverrideShape().Closed()
        .OneOf("Urgency", "very-low", "low", "normal", "high").Text("Topic")
        .Kept("It follows options.ttl.", "TTL").Kept("The hub sets it.", "Authorization", "Content-Encoding", "Content-Type");

    /// <summary>The whole of it.</summary>
    public static OverrideShape Shape { get; } = new OverrideShape()
        .Object("headers", Headers).Object("data")
        .Text("title", "body", "icon", "image", "badge", "tag", "lang").OneOf("dir", "auto", "ltr", "rtl")
        .Flag("silent", "renotify", "requireInteraction").Number("timestamp").List("actions", "vibrate");
}
