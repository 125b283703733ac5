using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers;

/// <summary>The keys that we add to an app's own data on every vendor, and how each is written.</summary>
public static class InjectedKeys
{
    /// <summary>The delivery's wire id, a flat string everywhere: what acknowledgements name, and what a device drops copies by.</summary>
    public const string MessageId = "notifyhub_msg_id";
    /// <summary>Where a tap leads.</summary>
    public const string Route = "notifyhub_route";
    /// <summary>Buttons.</summary>
    public const string Actions = "notifyhub_actions";
    /// <summary>Which button was pressed, where the vendor's system draws them (Huawei).</summary>
    public const string Action = "notifyhub_action";
    /// <summary>Image for a service extension or service worker to fetch.</summary>
    public const string AttachmentUrl = "notifyhub_attachment_url";

    /// <summary>Writes them as JSON values, for vendors that carry JSON.</summary>
    internal static void WriteJson(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        json.WriteString(MessageId, messageId);
        if (message.Route is { } route)
        {
            json.WritePropertyName(Route);
            route.WriteTo(json);
        }
        if (message.Actions.Count > 0)
        {
            json.WritePropertyName(Actions);
            WriteActions(json, message.Actions);
        }
        if (message.ImageUrl is { } image) json.WriteString(AttachmentUrl, image);
    }

    /// <summary>Writes an app's data and our keys as strings, for vendors that carry nothing else: what is no string becomes its compact JSON.</summary>
    internal static void WriteStrings(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        if (message.Data is { } data)
            foreach (var (name, value) in data)
                json.WriteString(name, value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString(PayloadJson.Compactly) ?? "null");
        json.WriteString(MessageId, messageId);
        if (message.Route is { } route) json.WriteString(Route, route.ToJsonString(PayloadJson.Compactly));
        if (message.Actions.Count > 0) json.WriteString(Actions, ActionsText(message.Actions));
    }

    /// <summary>Writes the buttons as an array of <c>{id, title, isTextInput?, isDestructive?}</c>.</summary>
    internal static void WriteActions(Utf8JsonWriter json, IReadOnlyList<PushAction> actions)
    {
        json.WriteStartArray();
        foreach (var action in actions)
        {
            json.WriteStartObject();
            json.WriteString("id", action.Id);
            json.WriteString("title", action.Title);
            if (action.IsTextInput) json.WriteBoolean("isTextInput", true);
            if (action.IsDestructive) json.WriteBoolean("isDestructive", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string ActionsText(IReadOnlyList<PushAction> actions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteActions(json, actions);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
