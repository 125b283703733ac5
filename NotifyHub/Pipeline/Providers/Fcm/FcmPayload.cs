using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>A message as FCM's HTTP v1 wants it (<c>projects.messages:send</c>): all data as strings, one device per request.</summary>
internal static class FcmPayload
{
    /// <summary>Largest message in bytes.</summary>
    public const int MaxBytes = 4096;

    private static readonly string[] Platforms = ["android", "webpush"];
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2_419_200);   // four weeks

    /// <summary>The request's bytes. Without a token it is what the dashboard shows and what is measured.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, string messageId, string? token = null, TimeSpan? life = null, bool validateOnly = false)
    {
        var request = PayloadJson.Write(json =>
        {
            if (validateOnly) json.WriteBoolean("validate_only", true);
            json.WriteStartObject("message");
            if (token is not null) json.WriteString("token", token);
            WriteMessage(json, message, messageId, life);
            json.WriteEndObject();
        });
        return message.FcmOverride is { } patch
            ? PayloadJson.Merge(request, new JsonObject { ["message"] = patch.DeepClone() }, root => Restore(root, messageId, token))
            : request;
    }

    // The override may change anything but where the message goes and what it is known by. What stands in android.data or webpush.data would win over data.
    private static void Restore(JsonObject root, string messageId, string? token)
    {
        var message = root["message"]!.AsObject();
        if (token is not null) message["token"] = token;
        foreach (var platform in Platforms)
            if (message[platform] is JsonObject part) part.Remove("data");
        if (message["data"] is not JsonObject) message["data"] = new JsonObject();
        message["data"]![InjectedKeys.MessageId] = messageId;
    }

    private static void WriteMessage(Utf8JsonWriter json, PushMessage message, string messageId, TimeSpan? life)
    {
        if (!message.Silent && (message.Title ?? message.Body ?? message.ImageUrl) is not null)
        {
            json.WriteStartObject("notification");
            Text(json, "title", message.Title);
            Text(json, "body", message.Body);
            Text(json, "image", message.ImageUrl);
            json.WriteEndObject();
        }
        json.WriteStartObject("data");
        InjectedKeys.WriteStrings(json, message, messageId);
        json.WriteEndObject();
        WriteAndroid(json, message, life);
    }

    private static void WriteAndroid(Utf8JsonWriter json, PushMessage message, TimeSpan? life)
    {
        json.WriteStartObject("android");
        Text(json, "collapse_key", message.CollapseKey);
        var high = message.Priority is PushPriority.High || (message.Priority is null && !message.Silent);
        json.WriteString("priority", high ? "HIGH" : "NORMAL");
        if (life is { } left) json.WriteString("ttl", Seconds(left));
        if (!message.Silent) WriteAndroidNotification(json, message);
        json.WriteEndObject();
    }

    private static void WriteAndroidNotification(Utf8JsonWriter json, PushMessage message)
    {
        var words = message.Localization;
        if ((message.ChannelId ?? message.ChannelImportance ?? message.CollapseKey ?? message.Sound ?? message.Category) is null && words is null) return;
        json.WriteStartObject("notification");
        Text(json, "channel_id", message.ChannelId);
        Text(json, "notification_priority", Importance(message.ChannelImportance));
        Text(json, "tag", message.CollapseKey);
        Text(json, "sound", message.Sound);
        Text(json, "click_action", message.Category);
        Localized(json, "title_loc_key", words?.TitleKey, "title_loc_args", words?.TitleArgs);
        Localized(json, "body_loc_key", words?.BodyKey, "body_loc_args", words?.BodyArgs);
        json.WriteEndObject();
    }

    private static string? Importance(string? importance) => importance switch
    {
        "min" => "PRIORITY_MIN",
        "low" => "PRIORITY_LOW",
        "default" => "PRIORITY_DEFAULT",
        "high" => "PRIORITY_HIGH",
        "max" => "PRIORITY_MAX",
        _ => null,
    };

    private static string Seconds(TimeSpan life)
    {
        var seconds = (long)Math.Clamp(life.TotalSeconds, 0, LongestLife.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }

    private static void Localized(Utf8JsonWriter json, string keyName, string? key, string argsName, IReadOnlyList<string>? args)
    {
        if (key is null) return;
        json.WriteString(keyName, key);
        if (args is not { Count: > 0 }) return;
        json.WriteStartArray(argsName);
        foreach (var arg in args) json.WriteStringValue(arg);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
