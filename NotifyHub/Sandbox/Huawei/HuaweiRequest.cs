using System.Globalization;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>A send request, checked field by field.</summary>
internal sealed class HuaweiRequest
{
    private const int MostBytes = 4096;
    private const int MostTokens = 1000;
    private const int LongestTtl = 1_296_000;
    private const int DefaultTtl = 86_400;
    private const int MostButtons = 3;
    private const string Notice = "message.android.notification";

    private readonly JsonElement _root;
    private readonly int _bytes;

    private HuaweiRequest(JsonElement root, int bytes)
    {
        (_root, _bytes) = (root, bytes);
        Data = PushJson.Parse(Text("message.android", "data") ?? Text("message", "data"));
        Tokens = Get("message", "token") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(token => token.ToString())] : [];
    }

    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The app's data; undefined when it is no JSON.</summary>
    public JsonElement Data { get; }

    public bool ValidateOnly => Get("", "validate_only") is { ValueKind: JsonValueKind.True };

    public bool High => Text("message.android", "urgency") == "HIGH";

    /// <summary>Shown by the system; without it the message goes to the app.</summary>
    public bool IsNotification => Get("message", "notification") is not null || Get("message.android", "notification") is not null;

    /// <summary>How long Huawei keeps it for a phone that is offline; a day unless it says otherwise.</summary>
    public TimeSpan Ttl => TimeSpan.FromSeconds(Text("message.android", "ttl") is { } text && Seconds(text) is { } seconds ? seconds : DefaultTtl);

    /// <summary>Null when the body is not a JSON object.</summary>
    public static HuaweiRequest? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new HuaweiRequest(document.RootElement.Clone(), body.Length) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What Huawei would say against it; null when it is in order.</summary>
    public TwinAnswer? Check() => UnknownField() ?? BadTarget() ?? BadSize() ?? BadAndroid() ?? (IsNotification ? BadNotification() : BadData());

    /// <summary>A member of the object at a path (<c>message.android</c>).</summary>
    public JsonElement? Get(string path, string name)
    {
        JsonElement? found = _root;
        foreach (var step in path.Length == 0 ? [] : path.Split('.'))
        {
            found = PushJson.Object(found, step);
        }

        return found is { } parent && parent.TryGetProperty(name, out var value) ? value : null;
    }

    public string? Text(string path, string name) => Get(path, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private TwinAnswer? UnknownField()
    {
        foreach (var (path, members) in HuaweiFields.Known)
        {
            var (parent, name) = path.LastIndexOf('.') is var dot and >= 0 ? (path[..dot], path[(dot + 1)..]) : ("", path);
            var element = path.Length == 0 ? _root : Get(parent, name);
            if (element is not { } found)
            {
                continue;
            }

            if (found.ValueKind != JsonValueKind.Object)
            {
                return HuaweiAnswers.BadMessage($"{path} is no object");
            }

            foreach (var member in found.EnumerateObject().Where(member => !members.Contains(member.Name, StringComparer.Ordinal)))
            {
                return HuaweiAnswers.BadMessage($"unknown field {path}.{member.Name}");
            }
        }

        return null;
    }

    private TwinAnswer? BadTarget()
    {
        var targets = new[] { "token", "topic", "condition" }.Count(name => Get("message", name) is not null);
        return targets != 1 || Tokens.Count is < 1 or > MostTokens ? HuaweiAnswers.BadTokenCount() : null;
    }

    /// <summary>The body counts without its tokens.</summary>
    private TwinAnswer? BadSize()
    {
        var tokens = Get("message", "token")!.Value.GetRawText().Length + "\"token\":,".Length;
        return _bytes - tokens > MostBytes ? HuaweiAnswers.TooBig() : null;
    }

    private TwinAnswer? BadAndroid()
    {
        if (Text("message.android", "ttl") is { } ttl && Seconds(ttl) is not (>= 1 and <= LongestTtl))
        {
            return HuaweiAnswers.BadTtl();
        }

        if (Get("message.android", "collapse_key") is { } key && !(key.ValueKind == JsonValueKind.Number && key.TryGetInt32(out var group) && group is >= -1 and <= 100))
        {
            return HuaweiAnswers.BadCollapseKey();
        }

        return Text("message.android", "urgency") is null or "HIGH" or "NORMAL" ? null : HuaweiAnswers.BadParameter("Incorrect urgency");
    }

    private TwinAnswer? BadData() =>
        string.IsNullOrEmpty(Text("message.android", "data") ?? Text("message", "data")) ? HuaweiAnswers.BadMessage("data is empty") : null;

    private TwinAnswer? BadNotification()
    {
        if (string.IsNullOrEmpty(Text(Notice, "title") ?? Text("message.notification", "title")))
        {
            return HuaweiAnswers.BadMessage("title is empty");
        }

        if (string.IsNullOrEmpty(Text(Notice, "body") ?? Text("message.notification", "body")))
        {
            return HuaweiAnswers.BadMessage("body is empty");
        }

        if (Get("message", "data") is not null && Data.ValueKind != JsonValueKind.Object)
        {
            return HuaweiAnswers.BadMessage("data of a notification must be JSON");
        }

        if (Text(Notice, "importance") is not (null or "LOW" or "NORMAL" or "HIGH"))
        {
            return HuaweiAnswers.BadParameter("Incorrect importance");
        }

        return BadClick() ?? BadButtons();
    }

    private TwinAnswer? BadClick()
    {
        const string click = Notice + ".click_action";
        var type = Get(click, "type") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? given : 0;
        var complete = type switch
        {
            1 => Text(click, "intent") is not null || Text(click, "action") is not null,
            2 => Text(click, "url")?.StartsWith("https://", StringComparison.Ordinal) == true,
            3 => true,
            _ => false,
        };
        return complete ? null : HuaweiAnswers.BadMessage("click_action is missing or incomplete");
    }

    private TwinAnswer? BadButtons()
    {
        if (Get(Notice, "buttons") is not { } buttons)
        {
            return null;
        }

        var fine = buttons.ValueKind == JsonValueKind.Array && buttons.GetArrayLength() <= MostButtons
            && buttons.EnumerateArray().All(button => PushJson.Text(button, "name") is { Length: > 0 and <= 40 } && PushJson.Number(button, "action_type") is >= 0 and <= 4);
        return fine ? null : HuaweiAnswers.BadMessage("Incorrect buttons");
    }

    private static int? Seconds(string ttl) =>
        int.TryParse(ttl.TrimEnd('s', 'S'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
