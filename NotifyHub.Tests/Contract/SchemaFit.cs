using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Tests.Contract;

/// <summary>As much of JSON Schema as the document uses: references, types, properties, required, closed records, alternatives, enums.</summary>
internal static class SchemaFit
{
    public static IEnumerable<string> Faults(JsonNode document, JsonNode schema, JsonNode? value, string pointer = "")
    {
        schema = Resolve(document, schema);
        if (schema["oneOf"] is JsonArray alternatives)
        {
            if (!alternatives.Any(a => !Faults(document, a!, value, pointer).Any()))
            {
                yield return $"{pointer} fits none of its alternatives";
            }
            yield break;
        }
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            yield return $"{pointer} is none of {allowed.ToJsonString()}";
        }
        if (schema["type"] is { } type && !TypesOf(type).Contains(TypeOf(value)))
        {
            yield return $"{pointer} is {TypeOf(value)}, not {type.ToJsonString()}";
            yield break;
        }
        foreach (var fault in value switch
        {
            JsonObject record => OfRecord(document, schema, record, pointer),
            JsonArray items when schema["items"] is { } item => items.SelectMany((v, i) => Faults(document, item, v, $"{pointer}/{i}")),
            _ => [],
        })
        {
            yield return fault;
        }
    }

    public static JsonNode Resolve(JsonNode document, JsonNode schema) =>
        schema["$ref"]?.GetValue<string>() is { } reference ? Resolve(document, document["components"]!["schemas"]![reference.Split('/')[^1]]!) : schema;

    private static IEnumerable<string> OfRecord(JsonNode document, JsonNode schema, JsonObject record, string pointer)
    {
        var properties = schema["properties"]?.AsObject();
        foreach (var name in schema["required"]?.AsArray().Select(r => r!.GetValue<string>()) ?? [])
        {
            if (!record.ContainsKey(name))
            {
                yield return $"{pointer}/{name} is missing";
            }
        }
        foreach (var (name, member) in record)
        {
            if (properties?[name] is { } property)
            {
                foreach (var fault in Faults(document, property, member, $"{pointer}/{name}"))
                {
                    yield return fault;
                }
            }
            else if (properties is not null && schema["additionalProperties"] is null or JsonValue)
            {
                yield return $"{pointer}/{name} is unknown";
            }
        }
    }

    private static IEnumerable<string> TypesOf(JsonNode type) =>
        (type is JsonArray many ? many.Select(t => t!.GetValue<string>()) : [type.GetValue<string>()]).SelectMany(t => t == "number" ? ["number", "integer"] : new[] { t });

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };
}
