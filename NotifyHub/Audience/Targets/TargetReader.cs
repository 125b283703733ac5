using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Targets;

/// <summary>Reads the forms of <c>to</c>; everything that is wrong with it goes to the faults.</summary>
public static class TargetReader
{
    /// <summary>Members of the object form, of which there is exactly one.</summary>
    public static readonly IReadOnlyList<string> Forms = ["topic", "user", "users", "userFingerprintHex", "installation", "installations", "segment", "everyone"];

    private const int TopicMax = 200, NameMax = 128, HexDigits = 64;

    /// <summary>Members of the object form of a notification to people, of which there is exactly one.</summary>
    public static readonly IReadOnlyList<string> PeopleForms = ["user", "users", "topic", "segment", "team"];

    private static readonly string Allowed = $"to must be a device id, an array of 1 to {AudienceTarget.MostDevices} device ids, or an object with one of {string.Join(", ", Forms)}.";

    /// <summary>The target; what it holds is of use only when no fault was found.</summary>
    /// <param name="to">As the wire says it.</param>
    /// <param name="pointer">Where it stands in the body.</param>
    /// <param name="faults">For what is wrong.</param>
    public static AudienceTarget Read(JsonElement to, string pointer, FaultList faults)
    {
        switch (to.ValueKind)
        {
            case JsonValueKind.String:
                return Devices([(to, pointer)], faults);
            case JsonValueKind.Array when to.GetArrayLength() > AudienceTarget.MostDevices:
                faults.Add(pointer, RefusalCode.BatchTooLarge, $"to names {to.GetArrayLength()} devices; at most {AudienceTarget.MostDevices} go into one send.");
                break;
            case JsonValueKind.Array when to.GetArrayLength() > 0:
                return Devices(to.EnumerateArray().Select((item, i) => (item, $"{pointer}/{i}")), faults);
            case JsonValueKind.Object when to.EnumerateObject().ToList() is [var member]:
                return Named(member, $"{pointer}/{member.Name}", faults);
            default:
                faults.Add(pointer, RefusalCode.InvalidTarget, Allowed);
                break;
        }
        return new AudienceTarget(TargetKind.Devices);
    }

    /// <summary>The target of a notification to people.</summary>
    /// <inheritdoc cref="Read"/>
    public static AudienceTarget ReadPeople(JsonElement to, string pointer, FaultList faults)
    {
        if (to.ValueKind == JsonValueKind.Object && to.EnumerateObject().ToList() is [var member] && PeopleForms.Contains(member.Name))
        {
            var (value, at) = (member.Value, $"{pointer}/{member.Name}");
            return member.Name == "team" ? TheWord(TargetKind.Team, "team", value, at, faults) : Named(member, at, faults);
        }
        faults.Add(pointer, RefusalCode.InvalidTarget, $"to must be an object with one of {string.Join(", ", PeopleForms)}.");
        return new AudienceTarget(TargetKind.Users);
    }

    private static AudienceTarget Named(JsonProperty member, string pointer, FaultList faults) => member.Name switch
    {
        "topic" => new(TargetKind.Topic) { Names = Names(member.Value, pointer, TopicMax, faults) },
        "user" => new(TargetKind.Users) { Names = Names(member.Value, pointer, NameMax, faults) },
        "users" => new(TargetKind.Users) { Names = Many(member.Value, pointer, faults) },
        "userFingerprintHex" => new(TargetKind.Fingerprint) { Names = Hex(member.Value, pointer, faults) },
        "installation" => new(TargetKind.Installations) { Names = Names(member.Value, pointer, NameMax, faults) },
        "installations" => new(TargetKind.Installations) { Names = Many(member.Value, pointer, faults) },
        "segment" => new(TargetKind.Segment) { Segment = Segment(member.Value, pointer, faults) },
        "everyone" => TheWord(TargetKind.Everyone, "everyone", member.Value, pointer, faults),
        _ => Unknown(pointer, faults),
    };

    private static AudienceTarget Unknown(string pointer, FaultList faults)
    {
        faults.Add(pointer, RefusalCode.InvalidTarget, Allowed);
        return new AudienceTarget(TargetKind.Devices);
    }

    // Only the word itself: a false that reached a million people would be hard to explain.
    private static AudienceTarget TheWord(TargetKind kind, string word, JsonElement value, string pointer, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.True)
        {
            faults.Add(pointer, RefusalCode.InvalidTarget, $"{word} must be true.");
        }
        return new AudienceTarget(kind);
    }

    private static long? Segment(JsonElement value, string pointer, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.String && RowId.TryParse(RowId.Segment, value.GetString(), out var id))
        {
            return id;
        }
        faults.Add(pointer, RefusalCode.InvalidTarget, "segment must be a segment id (seg_...).");
        return null;
    }

    private static string[] Hex(JsonElement value, string pointer, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: HexDigits } hex && hex.All(char.IsAsciiHexDigit))
        {
            return [hex.ToLowerInvariant()];
        }
        faults.Add(pointer, RefusalCode.InvalidTarget, $"userFingerprintHex must be {HexDigits} hex digits.");
        return [];
    }

    private static List<string> Many(JsonElement value, string pointer, FaultList faults)
    {
        var names = new List<string>();
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            faults.Add(pointer, RefusalCode.InvalidTarget, $"This must be an array of 1 to {AudienceTarget.MostNames} names.");
        }
        else if (value.GetArrayLength() > AudienceTarget.MostNames)
        {
            faults.Add(pointer, RefusalCode.BatchTooLarge, $"{value.GetArrayLength()} names; at most {AudienceTarget.MostNames} go into one send.");
        }
        else
        {
            names.AddRange(value.EnumerateArray().SelectMany((item, i) => Names(item, $"{pointer}/{i}", NameMax, faults)).Distinct(StringComparer.Ordinal));
        }
        return names;
    }

    private static string[] Names(JsonElement value, string pointer, int max, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } name && name.Length <= max && !name.Contains('\0', StringComparison.Ordinal))
        {
            return [name];
        }
        faults.Add(pointer, RefusalCode.InvalidTarget, $"This must be a text of 1 to {max} characters.");
        return [];
    }

    private static AudienceTarget Devices(IEnumerable<(JsonElement Item, string Pointer)> items, FaultList faults)
    {
        var (ids, pointers) = (new List<long>(), new List<string>());
        foreach (var (item, pointer) in items)
        {
            if (item.ValueKind != JsonValueKind.String || !RowId.TryParse(RowId.Device, item.GetString(), out var id))
            {
                faults.Add(pointer, RefusalCode.InvalidTarget, $"This is no device id. {Allowed}");
            }
            else if (!ids.Contains(id))
            {
                ids.Add(id);
                pointers.Add(pointer);
            }
        }
        return new AudienceTarget(TargetKind.Devices) { Devices = ids, Pointers = pointers };
    }
}
