using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>A message as Push Kit's v1 API wants it (<c>messages:send</c>): one token per request, the app's data as JSON in a string.</summary>
internal static class HuaweiPayload
{
    /// <summary>Largest message in bytes, the tokens not counted.</summary>
    public const int MaxBytes = 4096;

    private const int MaxCollapseGroup = 100;
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1_296_000);   // 15 days

    /// <summary>Whether a message asks for high urgency. An alert does not by itself: Huawei grants that right to few apps.</summary>
    public static bool AsksForHigh(PushMessage message) => message.Priority == PushPriority.High;

    /// <summary>The request's bytes. Without a token it is what the dashboard shows and what is measured.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, string messageId, bool high, string? token = null, TimeSpan? life = null)
    {
        var data = Data(message, messageId);
        var request = PayloadJson.Write(json =>
        {
            json.WriteStartObject("message");
            if (token is not null)
            {
                json.WriteStartArray("token");
                json.WriteStringValue(token);
                json.WriteEndArray();
            }
            json.WriteString("data", data);
            if (!message.Silent) WriteWords(json, message);
            WriteAndroid(json, message, messageId, high, life);
            json.WriteEndObject();
        });
        return message.HuaweiOverride is { } patch
            ? PayloadJson.Merge(request, new JsonObject { ["message"] = patch.DeepClone() }, root => Restore(root, data, messageId, token))
            : request;
    }

    // The override may change anything but where the message goes and what it is known by. What stands in android.data would win over data.
    private static void Restore(JsonObject root, string data, string messageId, string? token)
    {
        var message = root["message"]!.AsObject();
        if (token is not null) message["token"] = new JsonArray(token);
        if (message["android"] is JsonObject android) android.Remove("data");
        if (message["data"] is JsonValue changed && changed.TryGetValue<string>(out var text) && ObjectOf(text) is { } own)
        {
            own[InjectedKeys.MessageId] = messageId;
            message["data"] = own.ToJsonString(PayloadJson.Compactly);
        }
        else
        {
            message["data"] = data;
        }
    }

    private static string Data(PushMessage message, string messageId) =>
        Encoding.UTF8.GetString(PayloadJson.Write(json => InjectedKeys.WriteStrings(json, message, messageId)).Span);

    private static void WriteWords(Utf8JsonWriter json, PushMessage message)
    {
        var (title, body) = HuaweiWords.Of(message);
        json.WriteStartObject("notification");
        json.WriteString("title", title);
        json.WriteString("body", body);
        Text(json, "image", message.ImageUrl);
        json.WriteEndObject();
    }

    private static void WriteAndroid(Utf8JsonWriter json, PushMessage message, string messageId, bool high, TimeSpan? life)
    {
        json.WriteStartObject("android");
        if (CollapseGroup(message.CollapseKey) is { } group) json.WriteNumber("collapse_key", group);
        json.WriteString("urgency", high ? "HIGH" : "NORMAL");
        if (life is { } left) json.WriteString("ttl", Seconds(left));
        if (!message.Silent) WriteNotification(json, message, messageId);
        json.WriteEndObject();
    }

    private static void WriteNotification(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        json.WriteStartObject("notification");
        WriteClick(json, message.Category);
        Text(json, "channel_id", message.ChannelId);
        Text(json, "importance", message.ChannelImportance switch { null => null, "min" or "low" => "LOW", _ => "NORMAL" });
        Text(json, "tag", message.CollapseKey);
        Text(json, "group", message.ThreadIdentifier);
        if (message.Sound is { } sound and not "default")
        {
            json.WriteBoolean("default_sound", false);
            json.WriteString("sound", $"/raw/{sound}");
        }
        HuaweiWords.WriteLocalized(json, message.Localization);
        HuaweiWords.WriteButtons(json, message.Actions, messageId);
        json.WriteEndObject();
    }

    // Every notification needs it: 1 opens the activity of an intent action, 3 opens the app.
    private static void WriteClick(Utf8JsonWriter json, string? action)
    {
        json.WriteStartObject("click_action");
        json.WriteNumber("type", action is null ? 3 : 1);
        Text(json, "action", action);
        json.WriteEndObject();
    }

    // Huawei has a hundred groups for what waits for a phone. Keys that are spread over them by a hash would throw out strangers' messages,
    // so only a key that is a group's number becomes one; the others replace on the screen, by the tag.
    private static int? CollapseGroup(string? key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var group) && group is >= 1 and <= MaxCollapseGroup ? group : null;

    // Zero would be in the past by the time it is read (80100004).
    private static string Seconds(TimeSpan life)
    {
        var seconds = (long)Math.Clamp(life.TotalSeconds, 1, LongestLife.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }

    private static JsonObject? ObjectOf(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
