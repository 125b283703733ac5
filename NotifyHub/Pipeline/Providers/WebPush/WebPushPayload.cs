using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>The plaintext for the service worker: <c>{title, body, image?, tag?, data{...}, actions[{action, title}]}</c>, near to what <c>showNotification</c> takes.</summary>
internal static class WebPushPayload
{
    private const string HeadersPart = "headers";

    /// <summary>The plaintext's bytes.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, string messageId)
    {
        var plaintext = PayloadJson.Write(json => WriteRoot(json, message, messageId));
        if (message.WebPushOverride is not { } patch) return plaintext;
        var body = patch.DeepClone().AsObject();
        body.Remove(HeadersPart);
        return PayloadJson.Merge(plaintext, body, root => Restore(root, messageId));
    }

    /// <summary>A header asked for by the raw override, or null.</summary>
    public static string? HeaderOverride(PushMessage message, string name) =>
        message.WebPushOverride?[HeadersPart] is JsonObject headers && headers[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static void Restore(JsonObject root, string messageId)
    {
        if (root["data"] is not JsonObject) root["data"] = new JsonObject();
        root["data"]![InjectedKeys.MessageId] = messageId;
    }

    private static void WriteRoot(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        if (!message.Silent) WriteNotification(json, message);
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

    private static void WriteNotification(Utf8JsonWriter json, PushMessage message)
    {
        Text(json, "title", message.Title);
        Text(json, "body", message.Body);
        Text(json, "image", message.ImageUrl);
        Text(json, "tag", message.CollapseKey);
        WriteLocalization(json, message.Localization);
        // A number on the app's icon; an icon's address, which showNotification calls by the same name, comes by options.webpush.
        if (message.Badge is { } badge) json.WriteNumber("badge", badge);
        if (message.Actions.Count == 0) return;
        json.WriteStartArray("actions");
        foreach (var action in message.Actions)
        {
            json.WriteStartObject();
            json.WriteString("action", action.Id);
            json.WriteString("title", action.Title);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // No browser looks keys up; the site's own service worker may.
    private static void WriteLocalization(Utf8JsonWriter json, PushLocalization? words)
    {
        if (words is null) return;
        json.WriteStartObject("localization");
        Key(json, "titleKey", words.TitleKey, "titleArgs", words.TitleArgs);
        Key(json, "bodyKey", words.BodyKey, "bodyArgs", words.BodyArgs);
        json.WriteEndObject();
    }

    private static void Key(Utf8JsonWriter json, string name, string? key, string argsName, IReadOnlyList<string> args)
    {
        if (key is null) return;
        json.WriteString(name, key);
        if (args.Count == 0) return;
        json.WriteStartArray(argsName);
        foreach (var arg in args) json.WriteStringValue(arg);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
