using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.WebPush;

/// <summary>Reads a decrypted push as a site's service worker would.</summary>
internal static class WebPushPush
{
    public static PhonePush Read(byte[] plain, WebPushHeaders headers, DateTimeOffset now)
    {
        var payload = Parse(plain);
        var data = PushJson.Object(payload, "data");
        var title = PushJson.Text(payload, "title");
        var body = PushJson.Text(payload, "body");
        var actions = PushJson.Actions(data, "notifyhub_actions");
        return new PhonePush
        {
            MsgId = PushJson.Text(data, PushJson.MsgId) ?? PushJson.Text(payload, PushJson.MsgId),
            Title = title,
            Body = body,
            ImageUrl = PushJson.Text(payload, "image") ?? PushJson.Text(data, "notifyhub_attachment_url"),
            // The hub's own list knows which button takes a text; the standard's list does not.
            Actions = actions.Count > 0 ? actions : PushJson.Actions(payload, "actions"),
            Badge = PushJson.Number(payload, "badge"),
            Silent = title is null && body is null,
            CollapseKey = headers.Topic,
            ReplaceKey = PushJson.Text(payload, "tag"),
            ExpiresAt = now.AddSeconds(headers.TtlSeconds),
            Payload = Encoding.UTF8.GetString(plain),
        };
    }

    private static JsonElement? Parse(byte[] plain)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(plain);
        }
        catch (JsonException)
        {
            // A site may push plain text; its worker decides. Ours shows nothing and keeps the raw words.
            return null;
        }
    }
}
