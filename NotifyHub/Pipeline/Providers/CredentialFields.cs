using System.Text.Json;

namespace NotifyHub.Pipeline.Providers;

/// <summary>A credential's two JSON objects, read with messages that say which field is wrong.</summary>
internal sealed class CredentialFields
{
    private readonly string _root;
    private readonly JsonElement _fields;

    private CredentialFields(string root, JsonElement fields) => (_root, _fields) = (root, fields);

    /// <summary>Reads the object under <paramref name="root"/> (<c>/config</c> or <c>/secret</c>); empty text is an empty object.</summary>
    /// <exception cref="CredentialFormatException">It is not a JSON object.</exception>
    public static CredentialFields Read(string root, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new(root, document.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw new CredentialFormatException(root, "This is not valid JSON.");
        }
        throw new CredentialFormatException(root, "A JSON object is needed here.");
    }

    /// <summary>A trimmed text field, null when absent or empty.</summary>
    public string? Optional(string name) => _fields.Text(name)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A trimmed text field that must be there.</summary>
    public string Required(string name, string meaning) => Optional(name) ?? throw Fault(name, $"{meaning} is missing.");

    /// <summary>A field that may be given as an object or as its JSON text.</summary>
    public string? TextOrObject(string name) => _fields.Member(name)?.GetRawText() ?? Optional(name);

    /// <summary>A fault of one field.</summary>
    public CredentialFormatException Fault(string name, string problem) => new($"{_root}/{name}", problem);
}
