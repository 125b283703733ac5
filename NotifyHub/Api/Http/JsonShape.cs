using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NotifyHub.Api.Http;

/// <summary>Compares a body with the shape of the record that it is to become and lists everything that does not fit, with a pointer to each.</summary>
internal sealed class JsonShape
{
    private readonly int _most;
    private readonly List<Fault> _faults = [];
    private int _values;

    private JsonShape(int most) => _most = most;

    /// <param name="body">What was sent, or one item of it.</param>
    /// <param name="shape">What it is to become.</param>
    /// <param name="mostValues">Values that it may hold.</param>
    /// <param name="pointer">Where the item lies in the body.</param>
    public static List<Fault> FaultsOf(JsonElement body, JsonTypeInfo shape, int mostValues, string pointer = "")
    {
        var check = new JsonShape(mostValues);
        check.Value(body, shape, pointer);
        if (check._values > mostValues)
        {
            check.Add(pointer, "too_complex", $"{(pointer.Length == 0 ? "The body" : pointer[1..])} has more than {mostValues} values.");
        }
        return check._faults;
    }

    private void Value(JsonElement value, JsonTypeInfo shape, string pointer)
    {
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object:
                Record(value, shape, pointer);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                Items(value, shape.Options.GetTypeInfo(shape.ElementType!), pointer);
                break;
            case JsonTypeInfoKind.Enumerable:
                Mismatch(pointer, "an array");
                break;
            case JsonTypeInfoKind.Dictionary:
                Named(value, shape.Options.GetTypeInfo(shape.ElementType!), pointer);
                break;
            default:
                Leaf(value, Nullable.GetUnderlyingType(shape.Type) ?? shape.Type, pointer);
                break;
        }
    }

    private void Record(JsonElement value, JsonTypeInfo shape, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Mismatch(pointer, "an object");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, member) in Members(value, pointer, seen))
        {
            var property = shape.Properties.FirstOrDefault(p => p.Name == name && p.Set is not null);
            if (property is null)
            {
                Add(Below(pointer, name), "unknown_field", $"There is no field {name} here. Known: {string.Join(", ", shape.Properties.Where(p => p.Set is not null).Select(p => p.Name))}.");
            }
            else if (member.ValueKind != JsonValueKind.Null)
            {
                Value(member, shape.Options.GetTypeInfo(property.PropertyType), Below(pointer, name));
            }
            else if (!property.IsSetNullable)
            {
                Add(Below(pointer, name), "required", $"{name} must not be null.");
            }
        }
        foreach (var property in shape.Properties.Where(p => p.IsRequired && !seen.Contains(p.Name)))
        {
            Add(Below(pointer, property.Name), "required", $"{property.Name} is required.");
        }
    }

    private void Named(JsonElement value, JsonTypeInfo shape, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Mismatch(pointer, "an object");
            return;
        }
        foreach (var (name, member) in Members(value, pointer, new HashSet<string>(StringComparer.Ordinal)))
        {
            if (_values++ > _most)
            {
                return;
            }
            if (member.ValueKind == JsonValueKind.Null)
            {
                Add(Below(pointer, name), "required", $"{name} must not be null.");
            }
            else
            {
                Value(member, shape, Below(pointer, name));
            }
        }
    }

    private void Items(JsonElement array, JsonTypeInfo shape, string pointer)
    {
        var i = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (_values++ > _most)
            {
                return;
            }
            if (item.ValueKind == JsonValueKind.Null)
            {
                Add($"{pointer}/{i}", "required", "An item must not be null.");
            }
            else
            {
                Value(item, shape, $"{pointer}/{i}");
            }
            i++;
        }
    }

    private void Leaf(JsonElement value, Type type, string pointer)
    {
        if (type == typeof(string))
        {
            Text(value, pointer);
        }
        else if (type == typeof(bool))
        {
            Expect(value.ValueKind is JsonValueKind.True or JsonValueKind.False, pointer, "true or false");
        }
        else if (type == typeof(int))
        {
            Expect(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _), pointer, "a whole number of at most 32 bits, without quotes");
        }
        else if (type == typeof(double))
        {
            Expect(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number), pointer, "a number, without quotes");
        }
        else if (type == typeof(DateTimeOffset))
        {
            Expect(value.ValueKind == JsonValueKind.String && Text(value, pointer) is { } text && ZonedTimeConverter.TryParse(text, out _), pointer, "an RFC 3339 time with a zone, such as 2026-06-11T08:00:00Z");
        }
        else if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
            Expect(value.ValueKind == JsonValueKind.String && Text(value, pointer) is { } name && names.Contains(name), pointer, $"one of {string.Join(", ", names)}");
        }
        else
        {
            Expect(type != typeof(JsonObject) || value.ValueKind == JsonValueKind.Object, pointer, "an object");
            Free(value, pointer);
        }
    }

    // The app's own JSON: any shape, but nothing that a database or a vendor could choke on.
    private void Free(JsonElement value, string pointer)
    {
        if (_values++ > _most)
        {
            return;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var (name, member) in Members(value, pointer, new HashSet<string>(StringComparer.Ordinal)))
                {
                    Free(member, Below(pointer, name));
                }
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Free(item, $"{pointer}/{i++}");
                }
                break;
            case JsonValueKind.String:
                Text(value, pointer);
                break;
            case JsonValueKind.Number when !value.TryGetDouble(out var number) || !double.IsFinite(number):
                Add(pointer, "out_of_range", "The number is beyond what a double can hold.");
                break;
            default:
                break;
        }
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value, string pointer, HashSet<string> seen)
    {
        foreach (var member in value.EnumerateObject())
        {
            _values++;
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair has no form as text.
                Add(pointer, "bad_text", "A member's name holds half a surrogate pair.");
                continue;
            }
            if (!IsPlain(name))
            {
                Add(pointer, "bad_text", "A member's name holds NUL or half a surrogate pair.");
            }
            else if (!seen.Add(name))
            {
                Add(Below(pointer, name), "duplicate_key", $"{name} is given twice.");
            }
            else
            {
                yield return (name, member.Value);
            }
        }
    }

    private string? Text(JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Mismatch(pointer, "a string");
            return null;
        }
        try
        {
            if (value.GetString() is { } text && IsPlain(text))
            {
                return text;
            }
        }
        catch (InvalidOperationException)
        {
            // GetString refuses half a surrogate pair by throwing; the fault below says so.
        }
        Add(pointer, "bad_text", "The text holds NUL or half a surrogate pair.");
        return null;
    }

    private static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && (!char.IsHighSurrogate(text[i]) || ++i >= text.Length || !char.IsLowSurrogate(text[i]))))
            {
                return false;
            }
        }
        return true;
    }

    private void Expect(bool fits, string pointer, string wanted)
    {
        if (!fits && !_faults.Exists(f => f.Pointer == pointer))
        {
            Mismatch(pointer, wanted);
        }
    }

    private void Mismatch(string pointer, string wanted) => Add(pointer, "wrong_type", $"{(pointer.Length == 0 ? "The body" : pointer[1..])} must be {wanted}.");

    private void Add(string pointer, string code, string message)
    {
        if (_faults.Count < 100)
        {
            _faults.Add(new Fault(pointer, code, message));
        }
    }

    private static string Below(string pointer, string name) => $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
