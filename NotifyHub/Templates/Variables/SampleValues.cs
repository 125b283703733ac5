using System.Text.Json.Nodes;
using NotifyHub.Templates.Language;

namespace NotifyHub.Templates.Variables;

/// <summary>Values for previews where nobody gave any: the declared example, else the default, else something of the type.</summary>
public static class SampleValues
{
    private static readonly DateTimeOffset SomeTime = new(2026, 6, 11, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Ready to fill in.</summary>
    public static IReadOnlyDictionary<string, TemplateValue> Of(IReadOnlyList<TemplateVariable> variables) => VariableReader.Read(variables, JsonOf(variables), "", new FaultList());

    /// <summary>As a send would give them.</summary>
    public static JsonObject JsonOf(IReadOnlyList<TemplateVariable> variables) =>
        new(variables.Select(v => new KeyValuePair<string, JsonNode?>(v.Name, (v.Example ?? v.Default)?.DeepClone() ?? Made(v))));

    private static JsonNode? Made(TemplateVariable variable) => variable.Type switch
    {
        "list" => new JsonArray(Item(variable), Item(variable)),
        "object" => JsonOf(variable.Fields ?? []),
        _ => Single(variable.Type, variable.Name),
    };

    private static JsonNode? Item(TemplateVariable list) => VariableTypes.ItemOf(list) == "object" ? JsonOf(list.Fields ?? []) : Single(VariableTypes.ItemOf(list), list.Name);

    private static JsonNode? Single(string type, string name) => type switch
    {
        "number" => 12.5,
        "integer" => 3,
        "boolean" => true,
        "time" => SomeTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        "url" => "https://example.com/",
        _ => $"[{name}]",
    };
}
