using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Expo;

/// <summary>One message of a request, checked as Expo checks it.</summary>
internal sealed class ExpoMessage(JsonElement json)
{
    private const int MostBytes = 4096;
    private static readonly string[] Priorities = ["default", "normal", "high"];
    private static readonly string[] Levels = ["active", "critical", "passive", "time-sensitive"];

    // name, and what it must be
    private static readonly (string Name, JsonValueKind[] Kinds)[] Fields =
    [
        ("title", [JsonValueKind.String]), ("subtitle", [JsonValueKind.String]), ("body", [JsonValueKind.String]), ("data", [JsonValueKind.Object]),
        ("sound", [JsonValueKind.String, JsonValueKind.Object, JsonValueKind.Null]), ("badge", [JsonValueKind.Number]), ("ttl", [JsonValueKind.Number]), ("expiration", [JsonValueKind.Number]),
        ("priority", [JsonValueKind.String]), ("channelId", [JsonValueKind.String]), ("categoryId", [JsonValueKind.String]), ("mutableContent", [JsonValueKind.True, JsonValueKind.False]),
        ("interruptionLevel", [JsonValueKind.String]), ("richContent", [JsonValueKind.Object]), ("collapseId", [JsonValueKind.String]), ("tag", [JsonValueKind.String]),
        ("_contentAvailable", [JsonValueKind.True, JsonValueKind.False]), ("to", [JsonValueKind.String, JsonValueKind.Array]),
    ];

    public JsonElement Json => json;

    /// <summary>To whom: one token or a list of them.</summary>
    public IReadOnlyList<string> To => json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("to", out var to) ? []
        : to.ValueKind == JsonValueKind.String ? [to.GetString()!]
        : to.ValueKind == JsonValueKind.Array ? [.. to.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
        : [];

    public string? MsgId => PushJson.Text(PushJson.Object(json, "data"), PushJson.MsgId);

    /// <summary>What Expo makes of it is too long for Apple and Google; it says so in the receipt.</summary>
    public bool IsTooBig => Encoding.UTF8.GetByteCount(json.GetRawText()) - To.Sum(token => Encoding.UTF8.GetByteCount(token) + "\"to\":\"\",".Length) > MostBytes;

    /// <summary>What Expo would say against it; null when it is in order.</summary>
    public string? Fault()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return "must be of type object";
        }

        if (To.Count == 0)
        {
            return "\"to\" is required";
        }

        foreach (var member in json.EnumerateObject())
        {
            var (name, kinds) = Fields.FirstOrDefault(field => field.Name == member.Name);
            if (name is null || !kinds.Contains(member.Value.ValueKind))
            {
                return name is null ? $"\"{member.Name}\" is not allowed" : $"\"{name}\" must be a {string.Join(" or a ", kinds).ToLowerInvariant()}";
            }
        }

        return BadChoice("priority", Priorities) ?? BadChoice("interruptionLevel", Levels);
    }

    /// <summary>As the phone gets it.</summary>
    public PhonePush ToPush(DateTimeOffset now) => new()
    {
        MsgId = MsgId,
        Title = PushJson.Text(json, "title"),
        Subtitle = PushJson.Text(json, "subtitle"),
        Body = PushJson.Text(json, "body"),
        ImageUrl = PushJson.Text(PushJson.Object(json, "richContent"), "image"),
        Actions = PushJson.Actions(PushJson.Object(json, "data"), "notifyhub_actions"),
        Badge = PushJson.Number(json, "badge"),
        Silent = (PushJson.Text(json, "title") ?? PushJson.Text(json, "body")) is null,
        CollapseKey = PushJson.Text(json, "collapseId"),
        ReplaceKey = PushJson.Text(json, "tag"),
        ExpiresAt = now + TimeSpan.FromSeconds(PushJson.Number(json, "ttl") ?? 2_419_200),
        Payload = json.GetRawText(),
    };

    private string? BadChoice(string name, string[] allowed) =>
        PushJson.Text(json, name) is { } chosen && !allowed.Contains(chosen, StringComparer.Ordinal) ? $"\"{name}\" must be one of [{string.Join(", ", allowed)}]" : null;
}
