using System.Globalization;
using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Segments;

/// <summary>Reads an expression; everything that is wrong with it goes to the faults, with a pointer to its place.</summary>
public sealed class SegmentReader
{
    /// <summary>Most groups and leaves together.</summary>
    public const int MostNodes = 64;

    /// <summary>Most groups inside each other, the leaf included.</summary>
    public const int MostDepth = 8;

    /// <summary>Most values of one <c>in</c>.</summary>
    public const int MostValues = 100;

    private const int TextMax = 200, TraitMax = 64;
    private static readonly string[] Joins = ["all", "any", "not"];
    private static readonly string[] Subjects = [.. SegmentGrammar.Subjects.Select(SegmentGrammar.Wire)];
    private static readonly Dictionary<string, SegmentComparison> Comparisons = Enum.GetValues<SegmentComparison>().ToDictionary(SegmentGrammar.Wire, StringComparer.Ordinal);

    private readonly FaultList _faults;
    private int _nodes;

    private SegmentReader(FaultList faults) => _faults = faults;

    /// <summary>The expression; of use only when no fault was found.</summary>
    public static SegmentNode Read(JsonElement json, string pointer, FaultList faults) => new SegmentReader(faults).Node(json, pointer, 1);

    /// <summary>Reads one that was checked when it was stored.</summary>
    public static SegmentNode Read(string json)
    {
        var faults = new FaultList();
        using var document = JsonDocument.Parse(json);
        var node = Read(document.RootElement, "", faults);
        faults.ThrowIfAny();
        return node;
    }

    private static SegmentGroup Nothing { get; } = new(SegmentJoin.Any, []);

    private SegmentNode Node(JsonElement json, string pointer, int depth)
    {
        if (++_nodes == MostNodes + 1)
        {
            _faults.Add(pointer, "too_many", $"An expression has at most {MostNodes} groups and conditions.");
        }
        if (depth > MostDepth)
        {
            _faults.Add(pointer, "too_deep", $"An expression is at most {MostDepth} levels deep.");
            return Nothing;
        }
        if (_nodes > MostNodes)
        {
            return Nothing;
        }
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Wrong(pointer, "bad_format", $"This must be an object with one of {string.Join(", ", Joins)}, or with one of {string.Join(", ", Subjects)} and a comparison.");
        }
        var members = json.EnumerateObject().ToList();
        return members switch
        {
            [{ Name: "all" or "any" } group] => Group(group, $"{pointer}/{group.Name}", depth),
            [{ Name: "not" } not] => new SegmentGroup(SegmentJoin.Not, [Node(not.Value, $"{pointer}/not", depth + 1)]),
            _ when members.FindIndex(m => Subjects.Contains(m.Name)) is var at and >= 0 => Leaf(members[at], members, pointer),
            _ => Wrong(pointer, "bad_format", $"This must have one of {string.Join(", ", Joins)} alone, or one of {string.Join(", ", Subjects)} with a comparison."),
        };
    }

    private SegmentGroup Group(JsonProperty group, string pointer, int depth)
    {
        if (group.Value.ValueKind != JsonValueKind.Array || group.Value.GetArrayLength() == 0)
        {
            return Wrong(pointer, "bad_format", $"{group.Name} must be an array of at least one group or condition.");
        }
        var parts = new List<SegmentNode>();
        foreach (var part in group.Value.EnumerateArray().Take(MostNodes + 1))
        {
            parts.Add(Node(part, $"{pointer}/{parts.Count}", depth + 1));
        }
        return new SegmentGroup(group.Name == "all" ? SegmentJoin.All : SegmentJoin.Any, parts);
    }

    private SegmentNode Leaf(JsonProperty subject, List<JsonProperty> members, string pointer)
    {
        var kind = Enum.Parse<SegmentSubject>(subject.Name, ignoreCase: true);
        var rest = members.Where(m => m.Name != subject.Name).ToList();
        TimeSpan? window = null;
        if (kind == SegmentSubject.Event && rest.Count > 1 && rest.FindIndex(m => m.Name == "within") is var within and >= 0)
        {
            window = Span(rest[within].Value, $"{pointer}/within");
            rest.RemoveAt(within);
        }
        if (window is not null && rest is [{ Name: "notWithin" }])
        {
            return Wrong($"{pointer}/notWithin", "not_allowed", "within and notWithin do not go together.");
        }
        var name = Name(kind, subject.Value, $"{pointer}/{subject.Name}");
        if (rest.FindIndex(m => !Comparisons.ContainsKey(m.Name)) is var unknown and >= 0)
        {
            return Wrong($"{pointer}/{rest[unknown].Name}", "not_allowed", $"A comparison must be one of {string.Join(", ", Comparisons.Keys)}.");
        }
        return rest switch
        {
            // "Subscribes" and "ever happened" go without saying.
            [] when kind is SegmentSubject.Topic or SegmentSubject.Event => new SegmentLeaf(kind, name, SegmentComparison.Exists, new SegmentValue { Flag = true }, window),
            [var one] => Compare(kind, name, Comparisons[one.Name], one.Value, $"{pointer}/{one.Name}", window),
            [] => Wrong(pointer, "required", $"A condition needs a comparison: one of {string.Join(", ", SegmentGrammar.ComparisonsOf(kind, name).Select(SegmentGrammar.Wire))}."),
            _ => Wrong(pointer, "not_allowed", "A condition has one comparison; join several with all."),
        };
    }

    private string Name(SegmentSubject kind, JsonElement value, string pointer)
    {
        var name = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (SegmentGrammar.NamesOf(kind) is { } names && !names.Contains(name))
        {
            _faults.Add(pointer, "not_allowed", $"This must be one of {string.Join(", ", names)}.");
        }
        // A path into JSON is told from its own signs by what it may hold.
        else if (kind == SegmentSubject.Trait && (name.Length is 0 or > TraitMax || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':')))
        {
            _faults.Add(pointer, "bad_format", $"A trait's name in an expression is 1 to {TraitMax} letters, digits and _ - . :");
        }
        else if (kind is SegmentSubject.Topic or SegmentSubject.Event && (name.Length is 0 or > TextMax || name.Contains('\0', StringComparison.Ordinal)))
        {
            _faults.Add(pointer, "bad_format", $"This must be a text of 1 to {TextMax} characters.");
        }
        return name;
    }

    private SegmentNode Compare(SegmentSubject kind, string name, SegmentComparison comparison, JsonElement value, string pointer, TimeSpan? window)
    {
        var allowed = SegmentGrammar.ComparisonsOf(kind, name);
        if (!allowed.Contains(comparison))
        {
            return Wrong(pointer, "not_allowed", $"This takes {string.Join(", ", allowed.Select(SegmentGrammar.Wire))}.");
        }
        var read = comparison switch
        {
            SegmentComparison.Exists => new SegmentValue { Flag = Flag(value, pointer) },
            SegmentComparison.In => new SegmentValue { Scalars = List(kind, name, value, pointer) },
            SegmentComparison.Is or SegmentComparison.IsNot => new SegmentValue { Scalars = [Scalar(kind, name, value, pointer)] },
            SegmentComparison.Prefix => new SegmentValue { Scalars = [Text(value, pointer)] },
            SegmentComparison.Within or SegmentComparison.NotWithin => new SegmentValue { Span = Span(value, pointer) },
            SegmentComparison.VersionGt or SegmentComparison.VersionGte or SegmentComparison.VersionLt or SegmentComparison.VersionLte => new SegmentValue { Version = Version(value, pointer) },
            _ when kind == SegmentSubject.Seen => new SegmentValue { Time = Time(value, pointer) },
            _ when kind == SegmentSubject.Event => new SegmentValue { Count = Count(value, pointer) },
            _ => new SegmentValue { Scalars = [Number(value, pointer)] },
        };
        return new SegmentLeaf(kind, name, comparison, read, window);
    }

    private List<SegmentScalar> List(SegmentSubject kind, string name, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MostValues)
        {
            _faults.Add(pointer, "bad_format", $"in must be an array of 1 to {MostValues} values.");
            return [];
        }
        return [.. value.EnumerateArray().Select((item, i) => Scalar(kind, name, item, $"{pointer}/{i}")).Distinct()];
    }

    private SegmentScalar Scalar(SegmentSubject kind, string name, JsonElement value, string pointer)
    {
        if (kind == SegmentSubject.Trait && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new SegmentScalar(value.ValueKind == JsonValueKind.True ? "true" : "false", ScalarKind.Boolean);
        }
        if (kind == SegmentSubject.Trait && value.ValueKind == JsonValueKind.Number)
        {
            return Number(value, pointer);
        }
        var text = Text(value, pointer);
        if (kind == SegmentSubject.Device && name == "provider")
        {
            if (ProviderNames.TryParse(text.Text, out var provider))
            {
                return new SegmentScalar(((int)provider).ToString(CultureInfo.InvariantCulture), ScalarKind.Number);
            }
            _faults.Add(pointer, "not_allowed", $"This must be one of {string.Join(", ", ProviderNames.Supported.Select(p => p.Wire()))}.");
        }
        return kind == SegmentSubject.User && name == "fingerprintHex" ? text with { Text = text.Text.ToLowerInvariant() } : text;
    }

    private SegmentScalar Text(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= TextMax && !text.Contains('\0', StringComparison.Ordinal))
        {
            return new SegmentScalar(text, ScalarKind.Text);
        }
        _faults.Add(pointer, "bad_format", $"This must be a text of at most {TextMax} characters.");
        return new SegmentScalar("", ScalarKind.Text);
    }

    private SegmentScalar Number(JsonElement value, string pointer)
    {
        const double most = 1e15;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) <= most)
        {
            return new SegmentScalar(value.GetRawText(), ScalarKind.Number);
        }
        _faults.Add(pointer, "bad_format", "This must be a number between -1e15 and 1e15.");
        return new SegmentScalar("0", ScalarKind.Number);
    }

    private long Count(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= 1_000_000)
        {
            return count;
        }
        _faults.Add(pointer, "out_of_range", "This must be a whole number from 0 to 1000000.");
        return 0;
    }

    private bool Flag(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }
        _faults.Add(pointer, "bad_format", "exists must be true or false.");
        return false;
    }

    private DateTimeOffset Time(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParseExact(
            value.GetString(), ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && value.GetString()![^1] is 'Z' or (>= '0' and <= '9'))
        {
            return time;
        }
        _faults.Add(pointer, "bad_format", "This must be a time such as 2026-06-11T08:00:00Z.");
        return default;
    }

    private TimeSpan Span(JsonElement value, string pointer)
    {
        const int mostDays = 3650;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is [.. var digits, var unit] && digits.Length is >= 1 and <= 6 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            var span = unit switch { 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), 'd' => TimeSpan.FromDays(number), _ => TimeSpan.Zero };
            if (span > TimeSpan.Zero && span.TotalDays <= mostDays)
            {
                return span;
            }
        }
        _faults.Add(pointer, "bad_format", $"This must be a number of minutes, hours or days, such as 30m, 12h or 90d; at most {mostDays}d.");
        return TimeSpan.Zero;
    }

    private long[] Version(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.String && SegmentVersion.TryRead(value.GetString()!, out var version))
        {
            return version;
        }
        _faults.Add(pointer, "bad_format", "This must be a version of one to four numbers, such as 4.2.0.");
        return [0, 0, 0, 0];
    }

    private SegmentGroup Wrong(string pointer, string code, string message)
    {
        _faults.Add(pointer, code, message);
        return Nothing;
    }
}
