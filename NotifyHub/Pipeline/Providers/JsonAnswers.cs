using System.Globalization;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Reading of untrusted JSON: a member of the wrong kind is a member that is not there.</summary>
internal static class JsonAnswers
{
    /// <summary>A string member, or null. A string that is no valid text counts as absent.</summary>
    public static string? Text(this JsonElement element, string name) => element.TryMember(name, out var value) ? TextOf(value) : null;

    /// <summary>An integer member, or null.</summary>
    public static long? Whole(this JsonElement element, string name) =>
        element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A member that some write as a string and some as an integer, as text; or null.</summary>
    public static string? TextOrWhole(this JsonElement element, string name) =>
        element.Text(name) ?? element.Whole(name)?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The strings in an array member; none when it is not an array.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(TextOf).OfType<string>()
            : [];

    /// <summary>An object member, or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>The objects in an array member; none when it is not an array.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement element, string name) =>
        element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            : [];

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)   // an escaped half of a surrogate pair
        {
            return null;
        }
    }

    private static bool TryMember(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }
}
