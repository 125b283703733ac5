using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Webhook;

/// <summary>A message as JSON for a person's own server: the words, where it leads, the app's own keys.</summary>
internal static class WebhookPayload
{
    /// <summary>Largest body, as Standard Webhooks advises.</summary>
    public const int MaxBytes = 20_000;

    /// <summary>The JSON body; the same over all tries, as its signature's id is.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, string messageId) => PayloadJson.Write(json =>
    {
        json.WriteString("type", "notification");
        json.WriteStartObject("data");
        json.WriteString("id", messageId);
        Text(json, "title", message.Title);
        Text(json, "subtitle", message.Subtitle);
        Text(json, "body", message.Body);
        Text(json, "imageUrl", message.ImageUrl);
        Node(json, "route", message.Route);
        Node(json, "data", message.Data);
        json.WriteEndObject();
    });

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void Node(Utf8JsonWriter json, string name, JsonObject? node)
    {
        if (node is null) return;
        json.WritePropertyName(name);
        node.WriteTo(json);
    }
}
