using NotifyHub.Templates.Language;

namespace NotifyHub.Templates.Variables;

/// <summary>Types of variables by their names, and what the language makes of them.</summary>
internal static class VariableTypes
{
    public static readonly IReadOnlyList<string> All = ["text", "number", "integer", "boolean", "time", "url", "list", "object"];
    public static readonly IReadOnlyList<string> OfItems = ["text", "number", "integer", "boolean", "time", "url", "object"];

    /// <summary>Every declared name with what it stands for. Declarations must have passed their checks.</summary>
    public static IReadOnlyDictionary<string, ValueShape> ShapesOf(IReadOnlyList<TemplateVariable> variables)
    {
        var shapes = new Dictionary<string, ValueShape>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            shapes[variable.Name] = ShapeOf(variable);
        }
        return shapes;
    }

    /// <summary>The type of a list's items.</summary>
    public static string ItemOf(TemplateVariable list) => list.Items ?? "object";

    private static ValueShape ShapeOf(TemplateVariable variable) => variable.Type switch
    {
        "list" when ItemOf(variable) == "object" => new ValueShape(ValueKind.List, new ValueShape(ValueKind.Map, Members: ShapesOf(variable.Fields ?? []))),
        "list" => new ValueShape(ValueKind.List, new ValueShape(KindOf(ItemOf(variable)))),
        "object" => new ValueShape(ValueKind.Map, Members: ShapesOf(variable.Fields ?? [])),
        _ => new ValueShape(KindOf(variable.Type)),
    };

    private static ValueKind KindOf(string type) => type switch
    {
        "number" or "integer" => ValueKind.Number,
        "boolean" => ValueKind.Flag,
        "time" => ValueKind.Time,
        _ => ValueKind.Text,
    };
}
