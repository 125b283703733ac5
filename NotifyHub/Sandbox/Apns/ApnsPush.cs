using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Apns;

/// <summary>Reads an APNs payload as an iPhone would.</summary>
internal static class ApnsPush
{
    /// <summary>How long Apple keeps a message that names no expiration; its own choice, at most 30 days.</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromDays(30);

    /// <summary>Null when the payload is not a JSON object.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static PhonePush Read(JsonElement payload, ReadOnlyMemory<byte> raw, ApnsHeaders headers, DateTimeOffset now)
    {
        var aps = PushJson.Object(payload, "aps");
        var alert = aps is { } found && found.TryGetProperty("alert", out var value) ? value : default;
        var isText = alert.ValueKind == JsonValueKind.String;
        return new PhonePush
        {
            MsgId = MsgIdOf(payload),
            Title = isText ? null : PushJson.Text(alert, "title") ?? PushJson.Localised(alert, "title-loc-key", "title-loc-args"),
            Subtitle = isText ? null : PushJson.Text(alert, "subtitle"),
            Body = isText ? alert.GetString() : PushJson.Text(alert, "body") ?? PushJson.Localised(alert, "loc-key", "loc-args"),
            ImageUrl = PushJson.Text(payload, "notifyhub_attachment_url"),
            Actions = PushJson.Actions(payload, "notifyhub_actions"),
            Badge = PushJson.Number(aps, "badge"),
            Silent = alert.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null,
            CollapseKey = headers.CollapseId,
            ReplaceKey = headers.CollapseId,
            ExpiresAt = headers.Expiration ?? now + UsualLife,
            Payload = Encoding.UTF8.GetString(raw.Span),
        };
    }

    /// <summary>The hub's delivery id: at the root, where Apple wants an app's own keys, or in a <c>data</c> object.</summary>
    public static string? MsgIdOf(JsonElement payload) =>
        PushJson.Text(payload, PushJson.MsgId) ?? PushJson.Text(PushJson.Object(payload, "data"), PushJson.MsgId);
}
