using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>A message as Expo wants it (docs.expo.dev, "Message request format"). Expo writes Apple's and Google's payloads of it.</summary>
internal static class ExpoPayload
{
    /// <summary>Largest message in bytes; Expo measures the payload that it makes of it, which is about as long.</summary>
    public const int MaxBytes = 4096;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2_419_200);   // four weeks, as for FCM

    /// <summary>The message's bytes. Without a token it is what the dashboard shows and what is measured.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, string messageId, string? token = null, TimeSpan? life = null)
    {
        var written = PayloadJson.Write(json => WriteRoot(json, message, messageId, token, life));
        return message.ExpoOverride is { } patch ? PayloadJson.Merge(written, patch, root => Restore(root, messageId, token)) : written;
    }

    // The override may change anything but where the message goes and what it is known by.
    private static void Restore(JsonObject root, string messageId, string? token)
    {
        root.Remove("to");
        if (token is not null) root["to"] = token;
        if (root["data"] is not JsonObject) root["data"] = new JsonObject();
        root["data"]![InjectedKeys.MessageId] = messageId;
    }

    private static void WriteRoot(Utf8JsonWriter json, PushMessage message, string messageId, string? token, TimeSpan? life)
    {
        Text(json, "to", token);
        if (message.Silent) json.WriteBoolean("_contentAvailable", true);
        else WriteNotification(json, message);
        WriteData(json, message, messageId);
        if (life is { } left) json.WriteNumber("ttl", (long)Math.Clamp(left.TotalSeconds, 0, LongestLife.TotalSeconds));
        var high = message.Priority is PushPriority.High || (message.Priority is null && !message.Silent);
        json.WriteString("priority", high ? "high" : "normal");
        // The one replaces what waits for an iPhone, the other what is shown on Android.
        Text(json, "collapseId", message.CollapseKey);
        Text(json, "tag", message.CollapseKey);
    }

    private static void WriteNotification(Utf8JsonWriter json, PushMessage message)
    {
        Text(json, "title", message.Title);
        Text(json, "subtitle", message.Subtitle);
        Text(json, "body", message.Body);
        WriteSound(json, message);
        if (message.Badge is { } badge) json.WriteNumber("badge", badge);
        Text(json, "channelId", message.ChannelId);
        Text(json, "categoryId", message.Category);
        if (message.ContentAvailable) json.WriteBoolean("_contentAvailable", true);
        if (message.MutableContent || message.ImageUrl is not null) json.WriteBoolean("mutableContent", true);
        Text(json, "interruptionLevel", message.InterruptionLevel == "timeSensitive" ? "time-sensitive" : message.InterruptionLevel);
        if (message.ImageUrl is not { } image) return;
        json.WriteStartObject("richContent");
        json.WriteString("image", image);
        json.WriteEndObject();
    }

    // As on APNs, a critical alert sounds through the mute switch only when the sound itself says so.
    private static void WriteSound(Utf8JsonWriter json, PushMessage message)
    {
        if (message.InterruptionLevel != "critical")
        {
            Text(json, "sound", message.Sound);
            return;
        }
        json.WriteStartObject("sound");
        json.WriteBoolean("critical", true);
        json.WriteString("name", message.Sound ?? "default");
        json.WriteNumber("volume", 1);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        json.WriteStartObject("data");
        if (message.Data is { } data)
        {
            foreach (var (name, value) in data)
            {
                json.WritePropertyName(name);
                if (value is null) json.WriteNullValue();
                else value.WriteTo(json);
            }
        }
        InjectedKeys.WriteJson(json, message, messageId);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
