using System.Globalization;

namespace NotifyHub.Templates.Language;

/// <summary>What may be done to a value before it is printed: a fixed table of pure functions.</summary>
internal sealed class TemplateFilter
{
    private const int LongestText = 10_000;

    private static readonly Dictionary<string, TemplateFilter> All = new TemplateFilter[]
    {
        Text("upper", (t, _, c) => c.TextInfo.ToUpper(t)),
        Text("lower", (t, _, c) => c.TextInfo.ToLower(t)),
        Text("capitalize", (t, _, c) => t.Length == 0 ? t : c.TextInfo.ToUpper(StringInfo.GetNextTextElement(t)) + t[StringInfo.GetNextTextElementLength(t)..]),
        Text("trim", (t, _, _) => t.Trim()),
        Text("truncate", (t, a, _) => Cut(t, (int)((NumberValue)a[0]).Number), ValueKind.Number),
        new("default", "a text, a number or true or false", Optional: 0, [ValueKind.Text])
        {
            Result = s => s.Kind is ValueKind.Text or ValueKind.Number or ValueKind.Flag ? new ValueShape(ValueKind.Text) : null,
            Apply = (v, a, _) => v is null or TextValue { Text: "" } ? a[0] : Plain(v),
        },
        new("number", "a number", Optional: 1, [ValueKind.Number])
        {
            Result = Wanting(ValueKind.Number),
            Apply = (v, a, c) => v is NumberValue n ? new TextValue(a.Count > 0 ? n.Number.ToString($"N{Digits(a[0])}", c) : n.Number.ToString("#,##0.############", c)) : null,
        },
        new("currency", "a number", Optional: 0, [ValueKind.Text])
        {
            Result = Wanting(ValueKind.Number),
            Apply = (v, a, c) => v is NumberValue n ? new TextValue(MoneyText.Of(n.Number, ((TextValue)a[0]).Text, c)) : null,
        },
        Time("date", 'd', 'D'), Time("time", 't', 'T'), Time("datetime", 'g', 'f'),
        new("join", "a list of texts or numbers", Optional: 1, [ValueKind.Text])
        {
            Result = s => s is { Kind: ValueKind.List, Item.Kind: ValueKind.Text or ValueKind.Number } ? new ValueShape(ValueKind.Text) : null,
            Apply = (v, a, _) => v is ListValue l ? new TextValue(string.Join(a.Count > 0 ? ((TextValue)a[0]).Text : ", ", l.Items.Select(i => Plain(i).Text))) : null,
        },
        new("count", "a list", Optional: 0, [])
        {
            Result = s => s.Kind == ValueKind.List ? new ValueShape(ValueKind.Number) : null,
            Apply = (v, _, _) => new NumberValue(v is ListValue l ? l.Items.Count : 0),
        },
    }.ToDictionary(f => f.Name, StringComparer.Ordinal);

    private readonly ValueKind[] _arguments;
    private readonly int _optional;

    private TemplateFilter(string name, string wants, int Optional, ValueKind[] arguments) => (Name, Wants, _optional, _arguments) = (name, wants, Optional, arguments);

    public static IEnumerable<string> Names => All.Keys;

    public string Name { get; }

    /// <summary>What it works on, in words.</summary>
    public string Wants { get; }

    /// <summary>What comes of a value of this shape; null when it does not work on one.</summary>
    public required Func<ValueShape, ValueShape?> Result { get; init; }

    /// <summary>Does it. A missing value stays missing, except where the filter says otherwise.</summary>
    public required Func<TemplateValue?, IReadOnlyList<TemplateValue>, CultureInfo, TemplateValue?> Apply { get; init; }

    public static TemplateFilter? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>What is wrong with arguments; null when nothing.</summary>
    public string? WhyNot(IReadOnlyList<TemplateValue> arguments)
    {
        if (arguments.Count > _arguments.Length || arguments.Count < _arguments.Length - _optional)
        {
            return $"{Name} takes {(_optional == 0 ? "" : "up to ")}{_arguments.Length} arguments.";
        }
        for (var i = 0; i < arguments.Count; i++)
        {
            var fits = _arguments[i] == ValueKind.Number ? arguments[i] is NumberValue { Number: >= 0 and <= LongestText } n && n.Number == decimal.Truncate(n.Number) : arguments[i] is TextValue;
            if (!fits)
            {
                return $"argument {i + 1} of {Name} must be {(_arguments[i] == ValueKind.Number ? $"a whole number from 0 to {LongestText}" : "a text in quotes")}.";
            }
        }
        return Name switch
        {
            "number" when arguments is [NumberValue { Number: > 12 }] => "number shows at most 12 decimals.",
            "currency" when ((TextValue)arguments[0]).Text is not { Length: 3 } => "currency wants a code of three letters, as in currency:\"EUR\".",
            "date" or "time" or "datetime" => TimeText.WhyNot(arguments),
            _ => null,
        };
    }

    private static TemplateFilter Text(string name, Func<string, IReadOnlyList<TemplateValue>, CultureInfo, string> apply, params ValueKind[] arguments) => new(name, "a text", 0, arguments)
    {
        Result = Wanting(ValueKind.Text),
        Apply = (v, a, c) => v is TextValue t ? new TextValue(apply(t.Text, a, c)) : null,
    };

    private static TemplateFilter Time(string name, char brief, char full) => new(name, "a time", 2, [ValueKind.Text, ValueKind.Text])
    {
        Result = Wanting(ValueKind.Time),
        Apply = (v, a, c) => v is TimeValue t ? new TextValue(TimeText.Of(t.Time, a, brief, full, c)) : null,
    };

    private static Func<ValueShape, ValueShape?> Wanting(ValueKind kind) => shape => shape.Kind == kind ? new ValueShape(ValueKind.Text) : null;

    private static TextValue Plain(TemplateValue value) => value switch
    {
        TextValue text => text,
        NumberValue number => new TextValue(number.Number.ToString(CultureInfo.InvariantCulture)),
        FlagValue flag => new TextValue(flag.Flag ? "true" : "false"),
        _ => new TextValue(""),
    };

    private static string Digits(TemplateValue value) => ((NumberValue)value).Number.ToString("0", CultureInfo.InvariantCulture);

    // By what a reader calls a character: an emoji of several parts is one.
    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }
        var elements = StringInfo.ParseCombiningCharacters(text);
        return elements.Length <= most ? text : most == 0 ? "" : text[..elements[most]] + "…";
    }
}
