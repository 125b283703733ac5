using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Audience.Segments;

namespace NotifyHub.Components.Pages.Segments;

/// <summary>From the builder's parts to an expression and back.</summary>
public static class SegmentJson
{
    private static readonly Dictionary<string, SegmentComparison> Comparisons = Enum.GetValues<SegmentComparison>().ToDictionary(c => SegmentGrammar.Wire(c), StringComparer.Ordinal);
    private static readonly Dictionary<string, SegmentSubject> Subjects = Enum.GetValues<SegmentSubject>().ToDictionary(s => SegmentGrammar.Wire(s), StringComparer.Ordinal);

    /// <summary>The expression as it stands; the reader says what is wrong with it.</summary>
    public static JsonObject Write(SegmentPart part) => part switch
    {
        GroupPart { Join: GroupJoin.None } none => new JsonObject { ["not"] = new JsonObject { ["any"] = Parts(none) } },
        GroupPart group => new JsonObject { [group.Join == GroupJoin.All ? "all" : "any"] = Parts(group) },
        ConditionPart condition => Condition(condition),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    private static JsonObject Condition(ConditionPart condition)
    {
        var json = new JsonObject { [SegmentGrammar.Wire(condition.Subject)] = condition.Name, [SegmentGrammar.Wire(condition.Comparison)] = Value(condition) };
        if (condition.HasWindow && condition.Window.Trim() is { Length: > 0 } window)
        {
            json["within"] = window;
        }
        return json;
    }

    /// <summary>The root group of a stored expression.</summary>
    public static GroupPart Read(string expression)
    {
        using var document = JsonDocument.Parse(expression);
        return Part(document.RootElement) is GroupPart group ? group : Wrapped(GroupJoin.All, [Part(document.RootElement)]);
    }

    private static JsonArray Parts(GroupPart group) => new([.. group.Parts.Select(part => (JsonNode)Write(part))]);

    private static SegmentPart Part(JsonElement json)
    {
        var first = json.EnumerateObject().First();
        switch (first.Name)
        {
            case "all" or "any":
                return Wrapped(first.Name == "all" ? GroupJoin.All : GroupJoin.Any, first.Value.EnumerateArray().Select(Part));
            case "not":
                return first.Value.TryGetProperty("any", out var any) ? Wrapped(GroupJoin.None, any.EnumerateArray().Select(Part)) : Wrapped(GroupJoin.None, [Part(first.Value)]);
            default:
                var condition = new ConditionPart();
                var subject = json.EnumerateObject().First(member => Subjects.ContainsKey(member.Name));
                condition.About(Subjects[subject.Name], subject.Value.GetString());
                var compared = json.EnumerateObject().Where(member => Comparisons.ContainsKey(member.Name)).ToList();
                if (compared.Count > 1 && compared.FindIndex(member => member.Name == "within") is var within and >= 0)
                {
                    condition.Window = compared[within].Value.GetString() ?? "";
                    compared.RemoveAt(within);
                }
                foreach (var comparison in compared.Take(1))
                {
                    condition.Comparison = Comparisons[comparison.Name];
                    condition.Value = Typed(comparison.Value, isTrait: condition is { Subject: SegmentSubject.Trait, Comparison: SegmentComparison.Is or SegmentComparison.IsNot or SegmentComparison.In });
                }
                return condition;
        }
    }

    private static GroupPart Wrapped(GroupJoin join, IEnumerable<SegmentPart> parts)
    {
        var group = new GroupPart { Join = join };
        group.Parts.AddRange(parts);
        return group;
    }

    // Of a trait, what reads as a number or as true or false is one, unless it stands in quotes.
    private static JsonNode? Value(ConditionPart condition) => condition.Comparison switch
    {
        SegmentComparison.Exists => condition.Value != "false",
        SegmentComparison.In => new JsonArray([.. condition.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(value => Scalar(condition, value))]),
        SegmentComparison.Gt or SegmentComparison.Gte or SegmentComparison.Lt or SegmentComparison.Lte or SegmentComparison.Is or SegmentComparison.IsNot => Scalar(condition, condition.Value.Trim()),
        _ => condition.Value.Trim(),
    };

    private static JsonNode Scalar(ConditionPart condition, string text)
    {
        if (condition.Subject == SegmentSubject.Event)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : text;
        }
        if (condition.Subject != SegmentSubject.Trait)
        {
            return text;
        }
        if (text is ['"', .. var quoted, '"'])
        {
            return quoted;
        }
        if (text is "true" or "false")
        {
            return text == "true";
        }
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static string Typed(JsonElement value, bool isTrait) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => Typed(item, isTrait))),
        JsonValueKind.String when isTrait && Ambiguous(value.GetString()!) => $"\"{value.GetString()}\"",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static bool Ambiguous(string text) => text is "true" or "false" || decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
