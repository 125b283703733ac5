using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>A send as the call that would make it again.</summary>
public static class CurlText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The curl line. The key is a shell variable: a key is never shown again.</summary>
    public static string Of(string baseUri, long deviceId, PushMessage message, Notification notification)
    {
        var json = Body(deviceId, message, notification).ToJsonString(Indented);
        return $"""
            curl {baseUri.TrimEnd('/')}/v1/push/send \
              -H "Authorization: Bearer $NOTIFYHUB_KEY" \
              -H "Content-Type: application/json" \
              -d '{json.Replace("'", "'\\''", StringComparison.Ordinal)}'
            """;
    }

    private static JsonObject Body(long deviceId, PushMessage message, Notification notification)
    {
        var body = new JsonObject { ["to"] = RowId.Format(RowId.Device, deviceId) };
        Set(body, "title", message.Title);
        Set(body, "subtitle", message.Subtitle);
        Set(body, "body", message.Body);
        Set(body, "data", message.Data?.DeepClone());
        Set(body, "options", Options(message) is { Count: > 0 } options ? options : null);
        Set(body, "route", message.Route?.DeepClone());
        Set(body, "campaignId", notification.CampaignId);
        Set(body, "templateId", notification.TemplateId);
        Set(body, "audienceTag", notification.AudienceTag);
        Set(body, "preferenceCategory", notification.Category);
        return body;
    }

    private static JsonObject Options(PushMessage message)
    {
        var options = new JsonObject();
        Set(options, "priority", message.Priority?.ToString().ToLowerInvariant());
        Set(options, "collapseKey", message.CollapseKey);
        Set(options, "sound", message.Sound);
        Set(options, "badge", message.Badge);
        Set(options, "channelId", message.ChannelId);
        Set(options, "channelImportance", message.ChannelImportance);
        Set(options, "category", message.Category);
        Set(options, "interruptionLevel", message.InterruptionLevel);
        Set(options, "threadIdentifier", message.ThreadIdentifier);
        Set(options, "mutableContent", message.MutableContent ? true : null);
        Set(options, "contentAvailable", message.ContentAvailable ? true : null);
        Set(options, "silent", message.Silent ? true : null);
        Set(options, "richMedia", message.ImageUrl is { } image ? new JsonObject { ["imageUrl"] = image } : null);
        Set(options, "actions", message.Actions.Count == 0 ? null : new JsonArray([.. message.Actions.Select(action => new JsonObject
        {
            ["id"] = action.Id,
            ["title"] = action.Title,
            ["isTextInput"] = action.IsTextInput,
            ["isDestructive"] = action.IsDestructive,
        })]));
        Set(options, "localization", message.Localization is { } keys ? new JsonObject
        {
            ["titleKey"] = keys.TitleKey,
            ["titleArgs"] = new JsonArray([.. keys.TitleArgs]),
            ["bodyKey"] = keys.BodyKey,
            ["bodyArgs"] = new JsonArray([.. keys.BodyArgs]),
        } : null);
        Set(options, "apns", message.ApnsOverride?.DeepClone());
        Set(options, "fcm", message.FcmOverride?.DeepClone());
        Set(options, "webpush", message.WebPushOverride?.DeepClone());
        Set(options, "huawei", message.HuaweiOverride?.DeepClone());
        Set(options, "mipush", message.MiPushOverride?.DeepClone());
        Set(options, "expo", message.ExpoOverride?.DeepClone());
        Set(options, "liveActivity", LiveActivity(message.LiveActivity));
        return options;
    }

    // Without the timestamp: a repetition tells a new state.
    private static JsonObject? LiveActivity(PushLiveActivity? activity)
    {
        if (activity is null)
        {
            return null;
        }
        var json = new JsonObject { ["event"] = activity.Event };
        Set(json, "contentState", activity.ContentState?.DeepClone());
        Set(json, "staleDate", Time(activity.StaleDate));
        Set(json, "dismissalDate", Time(activity.DismissalDate));
        Set(json, "attributesType", activity.AttributesType);
        Set(json, "attributes", activity.Attributes?.DeepClone());
        Set(json, "relevanceScore", activity.RelevanceScore);
        return json;
    }

    private static string? Time(long? seconds) =>
        seconds is { } at ? DateTimeOffset.FromUnixTimeSeconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
