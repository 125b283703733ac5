using System.Text.Json.Nodes;

namespace NotifyHub.Templates.Variables;

/// <summary>A variable that a template declares.</summary>
public sealed record TemplateVariable
{
    /// <summary>1 to 64 letters, digits and underscores, not beginning with a digit.</summary>
    public required string Name { get; init; }
    /// <summary>text, number, integer, boolean, time (RFC 3339 with a zone), url (http or https), list or object.</summary>
    public required string Type { get; init; }
    /// <summary>A send without it is refused.</summary>
    public bool Required { get; init; }
    /// <summary>Taken when a send leaves it out; of the variable's type. A required one has none.</summary>
    public JsonNode? Default { get; init; }
    /// <summary>For the preview and for those who write; of the variable's type.</summary>
    public JsonNode? Example { get; init; }
    /// <summary>What it is, for those who write; at most 300 characters.</summary>
    public string? Description { get; init; }
    /// <summary>Of a list: the type of its items; object when fields are given.</summary>
    public string? Items { get; init; }
    /// <summary>Of an object, and of a list of objects: its members.</summary>
    public IReadOnlyList<TemplateVariable>? Fields { get; init; }
}
