using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Templates.Language;

namespace NotifyHub.Templates.Variables;

/// <summary>Reads values as the declarations want them; every missing, unknown and wrong one is a fault with its place.</summary>
internal static class VariableReader
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>All values of a send or preview.</summary>
    public static IReadOnlyDictionary<string, TemplateValue> Read(IReadOnlyList<TemplateVariable> variables, JsonObject? values, string pointer, FaultList faults)
    {
        var read = new Dictionary<string, TemplateValue>(StringComparer.Ordinal);
        foreach (var (name, _) in values ?? [])
        {
            if (!variables.Any(v => v.Name == name))
            {
                var known = variables.Count == 0 ? "None is declared." : $"Declared: {string.Join(", ", variables.Select(v => v.Name))}.";
                faults.Add($"{pointer}/{Escaped(name)}", "unknown_variable", $"There is no variable {name} here. {known}");
            }
        }
        foreach (var variable in variables)
        {
            var given = values?[variable.Name] ?? variable.Default;
            if (given is null)
            {
                if (variable.Required)
                {
                    faults.Add($"{pointer}/{variable.Name}", "missing_variable", $"{variable.Name} is required.");
                }
            }
            else if (Read(variable, given, $"{pointer}/{variable.Name}", faults) is { } value)
            {
                read[variable.Name] = value;
            }
        }
        return read;
    }

    /// <summary>One value; null after a fault.</summary>
    public static TemplateValue? Read(TemplateVariable variable, JsonNode value, string pointer, FaultList faults) => variable.Type switch
    {
        "list" => List(variable, value, pointer, faults),
        "object" => Map(variable.Fields ?? [], variable.Name, value, pointer, faults),
        _ => Single(variable.Type, variable.Name, value, pointer, faults),
    };

    private static ListValue? List(TemplateVariable variable, JsonNode value, string pointer, FaultList faults)
    {
        if (value is not JsonArray given)
        {
            Wrong(variable.Name, "a list", pointer, faults);
            return null;
        }
        var items = new List<TemplateValue>(given.Count);
        for (var i = 0; i < given.Count; i++)
        {
            var at = $"{pointer}/{i}";
            var item = given[i] is not { } node ? null
                : VariableTypes.ItemOf(variable) == "object" ? Map(variable.Fields ?? [], variable.Name, node, at, faults)
                : Single(VariableTypes.ItemOf(variable), variable.Name, node, at, faults);
            if (item is not null)
            {
                items.Add(item);
            }
            else if (given[i] is null)
            {
                Wrong(variable.Name, "no list with null in it", at, faults);
            }
        }
        return new ListValue(items);
    }

    private static TemplateValue? Map(IReadOnlyList<TemplateVariable> fields, string name, JsonNode value, string pointer, FaultList faults)
    {
        if (value is JsonObject members)
        {
            return new MapValue(Read(fields, members, pointer, faults));
        }
        Wrong(name, "an object", pointer, faults);
        return null;
    }

    private static TemplateValue? Single(string type, string name, JsonNode value, string pointer, FaultList faults)
    {
        var kind = value.GetValueKind();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : null;
        switch (type)
        {
            case "text" when text is not null:
                return new TextValue(text);
            case "boolean" when kind is JsonValueKind.True or JsonValueKind.False:
                return new FlagValue(kind == JsonValueKind.True);
            case "number" or "integer" when kind == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), Plain, CultureInfo.InvariantCulture, out var number):
                if (type == "integer" && number != decimal.Truncate(number))
                {
                    break;
                }
                return new NumberValue(number);
            case "time" when text is not null && DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && HasZone(text):
                return new TimeValue(time);
            case "url" when text is not null && IsAddress(text):
                return new TextValue(text);
            default:
                break;
        }
        Wrong(name, WordsOf(type), pointer, faults);
        return null;
    }

    // The platform takes a missing zone for that of the machine.
    private static bool HasZone(string text) => text[^1] is 'Z' or 'z' || (text.Length > 6 && text[^6] is '+' or '-');

    private static bool IsAddress(string text) =>
        text.Length <= 2048 && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;

    private static string WordsOf(string type) => type switch
    {
        "number" => "a number of at most 28 digits",
        "integer" => "a whole number of at most 28 digits",
        "boolean" => "true or false",
        "time" => "a time with a zone, as in 2026-06-11T08:00:00Z",
        "url" => "an http or https address without user name and password, of at most 2048 characters",
        _ => "a text",
    };

    private static void Wrong(string name, string wanted, string pointer, FaultList faults) => faults.Add(pointer, "wrong_type", $"{name} must be {wanted}.");

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
