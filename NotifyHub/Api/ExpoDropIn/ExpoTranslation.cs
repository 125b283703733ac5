using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>From Expo's words to ours. Pure; every fault of a message is found here, before anything of the request is stored.</summary>
internal static class ExpoTranslation
{
    private const double LongestTtl = SendChecks.MaxTtlSeconds;

    /// <summary>To whom; nobody when something is wrong with it.</summary>
    public static IReadOnlyList<string> Recipients(ExpoPushMessage message, string pointer, FaultList faults)
    {
        switch (message.To.ValueKind)
        {
            case JsonValueKind.String:
                return [message.To.GetString()!];
            case JsonValueKind.Array when message.To.GetArrayLength() > 0 && message.To.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String):
                return [.. message.To.EnumerateArray().Select(one => one.GetString()!)];
            default:
                faults.Add($"{pointer}/to", "wrong_type", "to must be an Expo push token, or an array of them.");
                return [];
        }
    }

    /// <summary>The message in our words, to nobody yet.</summary>
    public static PushSend Message(ExpoPushMessage message, string pointer, DateTimeOffset now, FaultList faults)
    {
        faults.OneOf($"{pointer}/priority", message.Priority, "default", "normal", "high");
        faults.OneOf($"{pointer}/interruptionLevel", message.InterruptionLevel, "active", "critical", "passive", "time-sensitive");
        var (sound, isCritical) = SoundOf(message.Sound, pointer, faults);
        if (message.RelevanceScore is < 0 or > 1)
        {
            faults.Add($"{pointer}/relevanceScore", "out_of_range", "relevanceScore must be 0 to 1.");
        }
        var wakes = message.ContentAvailable ?? message.OldContentAvailable ?? false;
        var isSilent = string.IsNullOrWhiteSpace(message.Title) && string.IsNullOrWhiteSpace(message.Body);
        return new PushSend
        {
            To = default,
            Title = message.Title,
            Subtitle = message.Subtitle,
            Body = message.Body,
            Data = message.Data,
            Options = new PushSendOptions
            {
                Priority = message.Priority is "normal" or "high" ? message.Priority : null,
                Ttl = TtlOf(message, now),
                CollapseKey = message.CollapseId ?? message.Tag,
                Sound = sound,
                Badge = message.Badge,
                ChannelId = message.ChannelId,
                Category = message.CategoryId,
                InterruptionLevel = isCritical ? "critical" : message.InterruptionLevel == "time-sensitive" ? "timeSensitive" : message.InterruptionLevel,
                ThreadIdentifier = message.ThreadId,
                MutableContent = message.MutableContent ?? false,
                ContentAvailable = wakes && !isSilent,
                Silent = isSilent,
                RichMedia = message.RichContent?.Image is { } image ? new PushRichMedia { ImageUrl = image } : null,
                Apns = ApnsOf(message),
                Expo = isSilent ? null : ExpoOf(message),
                Fcm = message.Icon is { } icon && !isSilent ? new JsonObject { ["android"] = new JsonObject { ["notification"] = new JsonObject { ["icon"] = icon } } } : null,
            },
        };
    }

    /// <summary>The same message to these devices.</summary>
    public static PushSend To(PushSend message, IReadOnlyCollection<long> devices) =>
        message with { To = JsonSerializer.SerializeToElement(devices.Select(id => RowId.Format(RowId.Device, id))) };

    /// <summary>The device that stands in the brackets; null when the token is Expo's own.</summary>
    public static long? DeviceIn(string token) =>
        token.IndexOf('[', StringComparison.Ordinal) is > 0 and var at && token.EndsWith(']') && token[..at] is "ExponentPushToken" or "ExpoPushToken"
        && RowId.TryParse(RowId.Device, token[(at + 1)..^1], out var id) ? id : null;

    // Expo's clients compute it from the clock, so it may have a fraction, or be past.
    private static int? TtlOf(ExpoPushMessage message, DateTimeOffset now) =>
        (message.Ttl ?? message.Expiration - now.ToUnixTimeSeconds()) is { } seconds ? (int)Math.Clamp(Math.Floor(seconds), 0, LongestTtl) : null;

    private static (string? Name, bool IsCritical) SoundOf(JsonElement? sound, string pointer, FaultList faults)
    {
        switch (sound)
        {
            case null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
                return (null, false);
            case { ValueKind: JsonValueKind.String } name:
                return (name.GetString(), false);
            case { ValueKind: JsonValueKind.Object } parts when parts.EnumerateObject().All(Fits):
                return (parts.TryGetProperty("name", out var given) ? given.GetString() ?? "default" : "default", parts.TryGetProperty("critical", out var critical) && critical.GetBoolean());
            default:
                faults.Add($"{pointer}/sound", "wrong_type", "sound must be a name, null, or an object of critical (true or false), name and volume (a number).");
                return (null, false);
        }
        static bool Fits(JsonProperty part) => part.Name switch
        {
            "critical" => part.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "name" => part.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null,
            "volume" => part.Value.ValueKind == JsonValueKind.Number,
            _ => false,
        };
    }

    // What only Expo knows goes on to it as it came: its own devices lose nothing on the way through here.
    private static JsonObject? ExpoOf(ExpoPushMessage message)
    {
        var fields = new JsonObject();
        if (message.Icon is { } icon) fields["icon"] = icon;
        if (message.Tag is { } tag) fields["tag"] = tag;
        return fields.Count == 0 ? null : fields;
    }

    // What only Apple knows goes as Apple writes it.
    private static JsonObject? ApnsOf(ExpoPushMessage message)
    {
        var aps = new JsonObject();
        if (message.TargetContentId is { } target) aps["target-content-id"] = target;
        if (message.RelevanceScore is { } score) aps["relevance-score"] = score;
        if (message.FilterCriteria is { } filter) aps["filter-criteria"] = filter;
        return aps.Count == 0 ? null : new JsonObject { ["payload"] = new JsonObject { ["aps"] = aps } };
    }
}
