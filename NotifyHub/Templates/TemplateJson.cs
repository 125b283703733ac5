using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Templates;

/// <summary>How versions lie in their rows: camelCase, nothing that is null or false.</summary>
internal static class TemplateJson
{
    private static readonly TemplateJsonContext Shapes = new(new JsonSerializerOptions(TemplateJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(IReadOnlyList<TemplateVariable> variables) => JsonSerializer.Serialize(variables, Shapes.IReadOnlyListTemplateVariable);

    public static string Write(TemplateContent content) => JsonSerializer.Serialize(content, Shapes.TemplateContent);

    public static IReadOnlyList<TemplateVariable> Variables(string json) => JsonSerializer.Deserialize(json, Shapes.IReadOnlyListTemplateVariable)!;

    public static TemplateContent Content(string json) => JsonSerializer.Deserialize(json, Shapes.TemplateContent)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IReadOnlyList<TemplateVariable>))]
[JsonSerializable(typeof(TemplateContent))]
internal sealed partial class TemplateJsonContext : JsonSerializerContext;
