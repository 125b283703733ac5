using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>A message as APNs wants it (Apple, "Generating a remote notification"). The app's own keys and ours stand at the root, beside <c>aps</c>.</summary>
internal static class ApnsPayload
{
    /// <summary>Largest payload in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Largest VoIP payload in bytes.</summary>
    public const int MaxVoipBytes = 5120;

    private const string Aps = "aps";

    // In the raw override these two name parts of the request; every other key belongs to the payload's root.
    private const string HeadersPart = "headers";
    private const string PayloadPart = "payload";

    /// <summary>The payload's bytes.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, string messageId)
    {
        var payload = PayloadJson.Write(json => WriteRoot(json, message, messageId));
        return message.ApnsOverride is { } patch ? PayloadJson.Merge(payload, PayloadPatch(patch), root => root[InjectedKeys.MessageId] = messageId) : payload;
    }

    /// <summary>Headers asked for by the raw override.</summary>
    public static JsonObject? HeaderOverrides(PushMessage message) => message.ApnsOverride?[HeadersPart] as JsonObject;

    private static JsonObject PayloadPatch(JsonObject patch)
    {
        var root = new JsonObject();
        foreach (var (name, value) in patch)
            if (name is not (HeadersPart or PayloadPart)) root[name] = value?.DeepClone();
        if (patch[PayloadPart] is JsonObject payload)
            foreach (var (name, value) in payload) root[name] = value?.DeepClone();
        return root;
    }

    private static void WriteRoot(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        json.WriteStartObject(Aps);
        if (message.LiveActivity is { } activity) WriteActivity(json, message, activity);
        else if (message.Silent) json.WriteNumber("content-available", 1);
        else WriteAlert(json, message);
        json.WriteEndObject();

        if (message.Data is { } data)
        {
            foreach (var (name, value) in data)
            {
                if (name == Aps) continue;   // Apple's own dictionary is ours to write
                json.WritePropertyName(name);
                if (value is null) json.WriteNullValue();
                else value.WriteTo(json);
            }
        }
        InjectedKeys.WriteJson(json, message, messageId);
    }

    // Of a live activity only the alert's words and its sound beside the state: the rest of an alert's fields has no place there.
    private static void WriteActivity(Utf8JsonWriter json, PushMessage message, PushLiveActivity activity)
    {
        json.WriteNumber("timestamp", activity.Timestamp);
        json.WriteString("event", activity.Event);
        Object(json, "content-state", activity.ContentState);
        if (activity.StaleDate is { } stale) json.WriteNumber("stale-date", stale);
        if (activity.DismissalDate is { } dismissal) json.WriteNumber("dismissal-date", dismissal);
        Text(json, "attributes-type", activity.AttributesType);
        Object(json, "attributes", activity.Attributes);
        if (activity.RelevanceScore is { } score) json.WriteNumber("relevance-score", score);
        WriteWords(json, message);
        WriteSound(json, message);
    }

    private static void WriteAlert(Utf8JsonWriter json, PushMessage message)
    {
        WriteWords(json, message);
        if (message.Badge is { } badge) json.WriteNumber("badge", badge);
        WriteSound(json, message);
        Text(json, "thread-id", message.ThreadIdentifier);
        Text(json, "category", message.Category);
        if (message.ContentAvailable) json.WriteNumber("content-available", 1);
        if (message.MutableContent || message.ImageUrl is not null) json.WriteNumber("mutable-content", 1);
        Text(json, "interruption-level", message.InterruptionLevel == "timeSensitive" ? "time-sensitive" : message.InterruptionLevel);
    }

    private static void WriteWords(Utf8JsonWriter json, PushMessage message)
    {
        var words = message.Localization;
        if (message.Title is not null || message.Subtitle is not null || message.Body is not null || words is not null)
        {
            json.WriteStartObject("alert");
            Text(json, "title", message.Title);
            Text(json, "subtitle", message.Subtitle);
            Text(json, "body", message.Body);
            Localized(json, "title-loc-key", words?.TitleKey, "title-loc-args", words?.TitleArgs);
            Localized(json, "loc-key", words?.BodyKey, "loc-args", words?.BodyArgs);
            json.WriteEndObject();
        }
    }

    // A critical alert sounds through the mute switch only when the sound itself says so.
    private static void WriteSound(Utf8JsonWriter json, PushMessage message)
    {
        if (message.InterruptionLevel != "critical")
        {
            Text(json, "sound", message.Sound);
            return;
        }
        json.WriteStartObject("sound");
        json.WriteNumber("critical", 1);
        json.WriteString("name", message.Sound ?? "default");
        json.WriteNumber("volume", 1);
        json.WriteEndObject();
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

    private static void Object(Utf8JsonWriter json, string name, JsonObject? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
