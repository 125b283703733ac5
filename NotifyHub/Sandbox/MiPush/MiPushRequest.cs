using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.MiPush;

/// <summary>A send's form, checked field by field.</summary>
internal sealed class MiPushRequest
{
    private const int LongestTitle = 49;
    private const int LongestText = 127;
    private const int MostBytes = 4096;
    private const int MostTargets = 1000;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(14);

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "payload", "restricted_package_name", "pass_through", "title", "description", "notify_type", "time_to_live", "time_to_send", "notify_id", "registration_id",
    };

    private readonly Dictionary<string, StringValues> _form;

    private MiPushRequest(Dictionary<string, StringValues> form)
    {
        _form = form;
        Payload = PushJson.Parse(Text("payload"));
    }

    public IReadOnlyList<string> Targets => Text("registration_id")?.Split(',') ?? [];

    public string? Package => Text("restricted_package_name");

    /// <summary>The app's data; undefined when it is no JSON.</summary>
    public JsonElement Payload { get; }

    public bool PassThrough => Text("pass_through") == "1";

    /// <summary>How long Xiaomi keeps it for a phone that is offline: two weeks unless it says otherwise, not at all when it is to be sent only once.</summary>
    public TimeSpan Life => Text("extra.only_send_once") == "1"
        ? TimeSpan.Zero
        : Text("time_to_live") is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? TimeSpan.FromMilliseconds(left) : LongestLife;

    public static MiPushRequest Parse(ReadOnlyMemory<byte> body) => new(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)));

    public string? Text(string name) => _form.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>What Xiaomi would say against it; null when it is in order.</summary>
    public TwinAnswer? Check()
    {
        if (_form.Keys.FirstOrDefault(name => !Known.Contains(name) && !name.StartsWith("extra.", StringComparison.Ordinal)) is { } unknown)
        {
            return MiPushAnswers.Wrong(unknown);
        }

        return BadTarget() ?? BadNumbers() ?? (PassThrough ? BadPayload() : BadWords()) ?? BadSize();
    }

    private TwinAnswer? BadTarget()
    {
        if (string.IsNullOrEmpty(Text("registration_id")))
        {
            return MiPushAnswers.Missing("registration_id");
        }

        if (Targets.Count > MostTargets)
        {
            return MiPushAnswers.Wrong("registration_id");
        }

        return string.IsNullOrEmpty(Package) ? MiPushAnswers.Missing("restricted_package_name") : null;
    }

    private TwinAnswer? BadNumbers()
    {
        if (Text("pass_through") is not (null or "0" or "1"))
        {
            return MiPushAnswers.Wrong("pass_through");
        }

        foreach (var name in new[] { "notify_type", "notify_id" })
        {
            if (Text(name) is { } text && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                return MiPushAnswers.Wrong(name);
            }
        }

        return Text("time_to_live") is { } life
            && !(long.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var left) && left >= 1 && left <= LongestLife.TotalMilliseconds)
            ? MiPushAnswers.Wrong("time_to_live")
            : null;
    }

    private TwinAnswer? BadPayload() => string.IsNullOrEmpty(Text("payload")) ? MiPushAnswers.Missing("payload") : null;

    private TwinAnswer? BadWords()
    {
        foreach (var (name, most) in new[] { ("title", LongestTitle), ("description", LongestText) })
        {
            if (string.IsNullOrWhiteSpace(Text(name)))
            {
                return MiPushAnswers.Missing(name);
            }

            if (Text(name)!.Length > most)
            {
                return MiPushAnswers.Wrong(name);
            }
        }

        return null;
    }

    private TwinAnswer? BadSize() => Encoding.UTF8.GetByteCount(Text("payload") ?? "") > MostBytes ? MiPushAnswers.TooLong() : null;
}
