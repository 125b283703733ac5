using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Templates.Content;

namespace NotifyHub.Pipeline.Intake;

/// <summary>From what was asked to what is stored.</summary>
internal static class MessageMaker
{
    private static readonly PushSendOptions NoOptions = new();

    /// <summary>The message, once the checks have passed.</summary>
    /// <param name="send">What was asked.</param>
    /// <param name="now">When.</param>
    /// <param name="words">What a template says; what the options say of image and buttons goes before it.</param>
    public static PushMessage Make(PushSend send, DateTimeOffset now, RenderedPush? words = null)
    {
        var options = send.Options ?? NoOptions;
        var category = options.Category ?? ActionCatalogue.CategoryOf(options.TaskState);
        return new PushMessage
        {
            Title = words is null ? send.Title : Said(words.Title),
            Subtitle = words is null ? send.Subtitle : Said(words.Subtitle),
            Body = words is null ? send.Body : Said(words.Body),
            Data = send.Data,
            Priority = options.Priority switch { "low" => PushPriority.Low, "normal" => PushPriority.Normal, "high" or "critical" => PushPriority.High, _ => null },
            CollapseKey = options.CollapseKey,
            Sound = options.Sound,
            Badge = options.Badge,
            ChannelId = options.ChannelId,
            ChannelImportance = options.ChannelImportance,
            Category = category,
            InterruptionLevel = options.InterruptionLevel,
            ThreadIdentifier = options.ThreadIdentifier,
            MutableContent = options.MutableContent,
            ContentAvailable = options.ContentAvailable,
            Silent = options.Silent,
            ImageUrl = options.RichMedia?.ImageUrl ?? Said(words?.ImageUrl),
            Actions = options.Actions is { } given ? [.. given.Select(a => new PushAction(a.Id, a.Title, a.IsTextInput, a.IsDestructive))] : options.Silent ? [] : words?.Actions is { Count: > 0 } own ? own : ActionCatalogue.ActionsOf(category),
            Localization = options.Localization is { } keys ? new PushLocalization(keys.TitleKey, keys.TitleArgs ?? [], keys.BodyKey, keys.BodyArgs ?? []) : null,
            Route = Route(send.Route),
            ApnsOverride = options.Apns,
            FcmOverride = options.Fcm,
            WebPushOverride = options.Webpush,
            HuaweiOverride = options.Huawei,
            MiPushOverride = options.Mipush,
            ExpoOverride = options.Expo,
            LiveActivity = Activity(options.LiveActivity, now),
        };
    }

    /// <summary>What goes first when much waits.</summary>
    public static DeliveryLane Lane(PushSendOptions? options) => options switch
    {
        { Priority: "critical" } or { InterruptionLevel: "critical" } => DeliveryLane.Critical,
        { Priority: "high" } => DeliveryLane.High,
        { Priority: "low" } => DeliveryLane.Bulk,
        _ => DeliveryLane.Normal,
    };

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static PushLiveActivity? Activity(PushSendLiveActivity? asked, DateTimeOffset now) => asked is null ? null : new PushLiveActivity
    {
        Event = asked.Event,
        Timestamp = (asked.Timestamp ?? now).ToUnixTimeSeconds(),
        ContentState = asked.ContentState,
        StaleDate = asked.StaleDate?.ToUnixTimeSeconds(),
        DismissalDate = asked.DismissalDate?.ToUnixTimeSeconds(),
        AttributesType = asked.AttributesType,
        Attributes = asked.Attributes,
        RelevanceScore = asked.RelevanceScore,
    };

    private static JsonObject? Route(PushRoute? route) => route switch
    {
        { Kind: "openPath" } => new JsonObject { ["kind"] = "openPath", ["path"] = route.Path },
        { Kind: "action" } => new JsonObject { ["kind"] = "action", ["type"] = route.Type, ["payload"] = route.Payload?.DeepClone() },
        _ => null,
    };

    /// <summary>What was asked for in <c>to</c>.</summary>
    public static string Target(JsonElement to) => to.GetRawText();
}
