using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers;

/// <summary>
/// What a raw override may hold. Fields that are known here are held to their type; fields that the hub keeps (where a message goes, what it is known by) are
/// refused; what is not known is the vendor's matter and passes, unless the shape is <see cref="Closed"/>. Null removes a field, so it passes wherever the field may be changed.
/// </summary>
internal sealed class OverrideShape
{
    private readonly Dictionary<string, Func<JsonNode, string, FaultList, string?>> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private Func<JsonNode, string?>? _others;
    private bool _closed;

    /// <summary>Text.</summary>
    public OverrideShape Text(params ReadOnlySpan<string> names) => Each(names, v => v.GetValueKind() == JsonValueKind.String ? null : "a text");

    /// <summary>true or false.</summary>
    public OverrideShape Flag(params ReadOnlySpan<string> names) => Each(names, v => v.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "true or false");

    /// <summary>Any number.</summary>
    public OverrideShape Number(params ReadOnlySpan<string> names) => Each(names, v => v.GetValueKind() == JsonValueKind.Number ? null : "a number");

    /// <summary>A whole number in a range.</summary>
    public OverrideShape Whole(string name, long min = long.MinValue, long max = long.MaxValue) => Each([name], v => IsWhole(v, min, max) ? null : Range(min, max));

    /// <summary>A whole number in a range, or the same as text (a header).</summary>
    public OverrideShape Digits(string name, params long[] allowed) => Each([name], v =>
    {
        var text = v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : v.ToJsonString();
        var number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
        return number >= 0 && (allowed.Length == 0 || allowed.Contains(number)) ? null : allowed.Length == 0 ? "a whole number" : $"one of {string.Join(", ", allowed)}";
    });

    /// <summary>One of these words.</summary>
    public OverrideShape OneOf(string name, params string[] words) =>
        Each([name], v => v.GetValueKind() == JsonValueKind.String && words.Contains(v.GetValue<string>(), StringComparer.Ordinal) ? null : $"one of {string.Join(", ", words)}");

    /// <summary>A list.</summary>
    public OverrideShape List(params ReadOnlySpan<string> names) => Each(names, v => v is JsonArray ? null : "a list");

    /// <summary>Text, or an object of the shape.</summary>
    public OverrideShape TextOrObject(string name, OverrideShape inner) => Set(name, (v, pointer, faults) =>
        v.GetValueKind() == JsonValueKind.String ? null : Inner(v, inner, pointer, faults) ? null : "a text or an object");

    /// <summary>An object of the shape.</summary>
    public OverrideShape Object(string name, OverrideShape inner) => Set(name, (v, pointer, faults) => Inner(v, inner, pointer, faults) ? null : "an object");

    /// <summary>Any object.</summary>
    public OverrideShape Object(params ReadOnlySpan<string> names) => Each(names, v => v is JsonObject ? null : "an object");

    /// <summary>An object whose every value is a text.</summary>
    public OverrideShape Texts(string name) => Object(name, new OverrideShape().Others(v => v.GetValueKind() == JsonValueKind.String ? null : "a text"));

    /// <summary>What is not named must be like this.</summary>
    public OverrideShape Others(Func<JsonNode, string?> wants)
    {
        _others = wants;
        return this;
    }

    /// <summary>What is not named is refused.</summary>
    public OverrideShape Closed()
    {
        _closed = true;
        return this;
    }

    /// <summary>A field that the hub sets alone.</summary>
    public OverrideShape Kept(string why, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _kept[name] = why;
        return this;
    }

    /// <summary>All fields of another shape too.</summary>
    public OverrideShape With(OverrideShape other)
    {
        foreach (var (name, check) in other._fields) _fields[name] = check;
        foreach (var (name, why) in other._kept) _kept[name] = why;
        return this;
    }

    /// <summary>Every fault of the patch.</summary>
    public void Check(JsonObject patch, string pointer, FaultList faults)
    {
        foreach (var (name, value) in patch)
        {
            var at = $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (_kept.TryGetValue(name, out var why)) faults.Add(at, RefusalCode.ReservedKey, why);
            else if (value is null) continue;
            else if (_fields.TryGetValue(name, out var check)) Report(check(value, at, faults));
            else if (_closed) faults.Add(at, "unknown_field", $"{name} is not set here. Known: {string.Join(", ", _fields.Keys)}.");
            else if (_others is not null) Report(_others(value));

            void Report(string? wanted)
            {
                if (wanted is not null) faults.Add(at, "wrong_type", $"{name} must be {wanted}.");
            }
        }
    }

    private OverrideShape Each(ReadOnlySpan<string> names, Func<JsonNode, string?> wants)
    {
        foreach (var name in names) Set(name, (v, _, _) => wants(v));
        return this;
    }

    private OverrideShape Set(string name, Func<JsonNode, string, FaultList, string?> check)
    {
        _fields[name] = check;
        return this;
    }

    private static bool Inner(JsonNode value, OverrideShape inner, string pointer, FaultList faults)
    {
        if (value is not JsonObject members) return false;
        inner.Check(members, pointer, faults);
        return true;
    }

    // Through its text: a node may hold any of the platform's number types.
    private static bool IsWhole(JsonNode value, long min, long max) =>
        value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max;

    private static string Range(long min, long max) => (min, max) switch
    {
        (long.MinValue, long.MaxValue) => "a whole number",
        (_, long.MaxValue) => $"a whole number of {min} or more",
        _ => $"a whole number from {min} to {max}",
    };
}
