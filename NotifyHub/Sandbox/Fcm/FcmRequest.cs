using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>A send request, checked field by field.</summary>
internal sealed partial class FcmRequest
{
    private const int MostBytes = 4096;
    private const double LongestTtl = 2_419_200;

    private readonly JsonElement _root;

    private FcmRequest(JsonElement root) => _root = root;

    public string? Token => Text("message", "token");

    public bool ValidateOnly => Get("", "validate_only") is { ValueKind: JsonValueKind.True };

    public JsonElement? Data => Get("message", "data");

    /// <summary>Null when the body is not a JSON object.</summary>
    public static FcmRequest? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new FcmRequest(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What Google would say against it; null when it is in order.</summary>
    public TwinAnswer? Check() =>
        UnknownField() ?? BadTarget() ?? BadData() ?? BadAndroid() ?? BadLabel()
        ?? (CountBytes() > MostBytes ? FcmAnswers.BadField("message", $"Message is too big: at most {MostBytes} bytes") : null);

    /// <summary>A member of the object at a path (<c>message.android</c>), in either spelling.</summary>
    public JsonElement? Get(string path, string name)
    {
        var found = _root;
        foreach (var step in path.Length == 0 ? [] : path.Split('.'))
        {
            if (Member(found, step) is not { ValueKind: JsonValueKind.Object } next)
            {
                return null;
            }

            found = next;
        }

        return Member(found, name);
    }

    public string? Text(string path, string name) => Get(path, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Life of the message at Google; four weeks unless it says otherwise.</summary>
    public TimeSpan Ttl => TimeSpan.FromSeconds(Text("message.android", "ttl") is { } text ? Seconds(text) : LongestTtl);

    private static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.TryGetProperty(name, out var exact))
        {
            return exact;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (FcmFields.Snake(member.Name) == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    private TwinAnswer? UnknownField()
    {
        foreach (var path in FcmFields.Paths)
        {
            var (parent, name) = path.LastIndexOf('.') is var dot and >= 0 ? (path[..dot], path[(dot + 1)..]) : ("", path);
            var element = path.Length == 0 ? _root : Get(parent, name);
            if (element is not { } found)
            {
                continue;
            }

            if (found.ValueKind != JsonValueKind.Object)
            {
                return FcmAnswers.BadField(path, $"Invalid value at '{path}'");
            }

            foreach (var member in found.EnumerateObject().Where(member => !FcmFields.Has(path, member.Name)))
            {
                return FcmAnswers.BadField(path, $"Invalid JSON payload received. Unknown name \"{member.Name}\" at '{path}': Cannot find field.");
            }
        }

        return null;
    }

    private TwinAnswer? BadTarget() =>
        Get("message", "token") is { ValueKind: JsonValueKind.String } ? null : FcmAnswers.BadField("message", "Recipient of the message is not set.");

    private TwinAnswer? BadData()
    {
        if (Data is not { } data)
        {
            return null;
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            return FcmAnswers.BadField("message.data", "Invalid value at 'message.data'");
        }

        foreach (var pair in data.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String)
            {
                return FcmAnswers.BadField($"message.data[{pair.Name}].value", $"Invalid value at 'message.data[{pair.Name}].value' (TYPE_STRING)");
            }

            if (pair.Name is "from" or "message_type" || pair.Name.StartsWith("google", StringComparison.Ordinal) || pair.Name.StartsWith("gcm", StringComparison.Ordinal))
            {
                return FcmAnswers.BadField("message.data", $"Invalid data payload key: {pair.Name}");
            }
        }

        return null;
    }

    private TwinAnswer? BadAndroid()
    {
        if (Text("message.android", "ttl") is { } ttl && (!Duration().IsMatch(ttl) || Seconds(ttl) > LongestTtl))
        {
            return FcmAnswers.BadField("message.android.ttl", $"Invalid value at 'message.android.ttl' (type.googleapis.com/google.protobuf.Duration), \"{ttl}\"");
        }

        return BadEnum("message.android", "priority", ["NORMAL", "HIGH"])
            ?? BadEnum("message.android.notification", "notification_priority",
                ["PRIORITY_UNSPECIFIED", "PRIORITY_MIN", "PRIORITY_LOW", "PRIORITY_DEFAULT", "PRIORITY_HIGH", "PRIORITY_MAX"])
            ?? BadEnum("message.android.notification", "visibility", ["VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"]);
    }

    private TwinAnswer? BadEnum(string path, string name, string[] allowed) =>
        Get(path, name) is { } value && (value.ValueKind != JsonValueKind.String || !allowed.Contains(value.GetString(), StringComparer.OrdinalIgnoreCase))
            ? FcmAnswers.BadField($"{path}.{name}", $"Invalid value at '{path}.{name}', {value.GetRawText()}")
            : null;

    private TwinAnswer? BadLabel() =>
        Text("message.fcm_options", "analytics_label") is { } label && !Label().IsMatch(label)
            ? FcmAnswers.BadField("message.fcm_options.analytics_label", "Analytics label does not match [a-zA-Z0-9-_.~%]{1,50}")
            : null;

    /// <summary>What counts towards the limit: the app's data and the words, not the delivery options.</summary>
    private int CountBytes() => Weigh(Data) + Weigh(Get("message", "notification"));

    private static int Weigh(JsonElement? values) => values is { ValueKind: JsonValueKind.Object } found
        ? found.EnumerateObject().Sum(pair => Encoding.UTF8.GetByteCount(pair.Name) + Encoding.UTF8.GetByteCount(pair.Value.ToString()))
        : 0;

    private static double Seconds(string duration) => double.Parse(duration.AsSpan(0, duration.Length - 1), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{1,9}(\.\d{1,9})?s$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Duration();

    [GeneratedRegex("^[a-zA-Z0-9-_.~%]{1,50}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Label();
}
