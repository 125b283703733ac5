using System.Text.Json;

namespace NotifyHub.Sandbox.Phones;

/// <summary>Reads what apps read from a push, whichever vendor carried it.</summary>
internal static class PushJson
{
    /// <summary>The flat key under which every push carries its delivery id.</summary>
    public const string MsgId = "notifyhub_msg_id";

    public static JsonElement? Object(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    public static string? Text(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static int? Number(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    /// <summary>A text that the phone would look up in its own language: shown as key and arguments, since a simulated app has no string table.</summary>
    public static string? Localised(JsonElement? parent, string key, string arguments)
    {
        if (Text(parent, key) is not { } name)
        {
            return null;
        }

        var list = parent!.Value.TryGetProperty(arguments, out var values) && values.ValueKind == JsonValueKind.Array
            ? string.Join(", ", values.EnumerateArray().Select(value => value.ToString()))
            : "";
        return list.Length == 0 ? name : $"{name} ({list})";
    }

    /// <summary>Buttons: an array of <c>{id|action, title, isTextInput?, isDestructive?}</c>, or the same as a JSON string where a vendor carries strings only.</summary>
    public static IReadOnlyList<PhoneAction> Actions(JsonElement? parent, string name)
    {
        if (parent is not { ValueKind: JsonValueKind.Object } found || !found.TryGetProperty(name, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            value = Parse(value.GetString());
        }

        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(ActionOf).OfType<PhoneAction>()] : [];
    }

    /// <summary>JSON in a string; undefined when there is none or it is broken.</summary>
    public static JsonElement Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            // An app cannot use what it cannot read; the message itself still shows.
            return default;
        }
    }

    private static PhoneAction? ActionOf(JsonElement item) =>
        (Text(item, "id") ?? Text(item, "action")) is { } id
            ? new PhoneAction(id, Text(item, "title") ?? id, IsTrue(item, "isTextInput"), IsTrue(item, "isDestructive"))
            : null;

    private static bool IsTrue(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
