using NotifyHub.Templates.Language;

namespace NotifyHub.Templates.Variables;

/// <summary>What a declaration of variables may say.</summary>
internal static class VariableChecks
{
    /// <summary>Most declarations of a template, those of members counted in.</summary>
    public const int Most = 100;

    private const int Deepest = 4;
    private static readonly string[] Reserved = ["this", "true", "false", "if", "unless", "each", "else", "as"];

    /// <summary>All faults of the declarations.</summary>
    public static void Check(IReadOnlyList<TemplateVariable> variables, string pointer, FaultList faults)
    {
        var count = 0;
        Check(variables, pointer, 1, ref count, faults);
        if (count > Most)
        {
            faults.Add(pointer, "too_many", $"{count} variables; at most {Most} are declared, members counted in.");
        }
    }

    private static void Check(IReadOnlyList<TemplateVariable> variables, string pointer, int depth, ref int count, FaultList faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < variables.Count; i++)
        {
            count++;
            var (variable, here) = (variables[i], $"{pointer}/{i}");
            if (!IsName(variable.Name))
            {
                faults.Add($"{here}/name", "bad_format", "A name has 1 to 64 letters, digits and underscores, does not begin with a digit, and is no word of the template language.");
            }
            else if (!seen.Add(variable.Name))
            {
                faults.Add($"{here}/name", "not_allowed", $"{variable.Name} is declared twice.");
            }
            faults.OneOf($"{here}/type", variable.Type, [.. VariableTypes.All]);
            faults.Length($"{here}/description", variable.Description, 300);
            Parts(variable, here, depth, ref count, faults);
            if (VariableTypes.All.Contains(variable.Type))
            {
                Sample(variable, variable.Default, $"{here}/default", faults);
                Sample(variable, variable.Example, $"{here}/example", faults);
            }
            if (variable is { Required: true, Default: not null })
            {
                faults.Add($"{here}/default", "not_allowed", "A required variable needs no default.");
            }
        }
    }

    private static void Parts(TemplateVariable variable, string here, int depth, ref int count, FaultList faults)
    {
        var takesFields = variable.Type == "object" || (variable.Type == "list" && variable.Items is null or "object");
        if (variable.Items is not null)
        {
            if (variable.Type == "list")
            {
                faults.OneOf($"{here}/items", variable.Items, [.. VariableTypes.OfItems]);
            }
            else
            {
                faults.Add($"{here}/items", "not_allowed", "Only a list has items.");
            }
        }
        if (variable.Fields is { Count: > 0 } fields)
        {
            if (!takesFields)
            {
                faults.Add($"{here}/fields", "not_allowed", "Only an object, or a list of objects, has fields.");
            }
            else if (depth >= Deepest)
            {
                faults.Add($"{here}/fields", "too_deep", $"Objects may be nested {Deepest} deep.");
            }
            else
            {
                Check(fields, $"{here}/fields", depth + 1, ref count, faults);
            }
        }
        else if (takesFields && (variable.Type == "object" || variable.Items is not null))
        {
            faults.Add($"{here}/fields", "required", "An object says its fields.");
        }
        else if (variable.Type == "list" && variable.Items is null)
        {
            faults.Add($"{here}/items", "required", "A list says the type of its items, or the fields of its objects.");
        }
    }

    private static void Sample(TemplateVariable variable, System.Text.Json.Nodes.JsonNode? value, string pointer, FaultList faults)
    {
        if (value is not null)
        {
            VariableReader.Read(variable, value, pointer, faults);
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && TagReader.IsNameStart(name[0]) && name.All(TagReader.IsNamePart) && !Reserved.Contains(name, StringComparer.Ordinal);
}
