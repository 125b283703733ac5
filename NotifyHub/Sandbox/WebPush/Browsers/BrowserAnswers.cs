using System.Text.Json.Nodes;

namespace NotifyHub.Sandbox.WebPush.Browsers;

/// <summary>What a push service says to a browser over its line (Mozilla's WebSocket protocol, subprotocol push-notification).</summary>
internal static class BrowserAnswers
{
    /// <summary>A browser's word that the site's worker got the message.</summary>
    public const int Delivered = 100;

    /// <summary>That it does not open with the subscription's keys. Any other word: the worker did not take it.</summary>
    public const int Undecryptable = 101;

    public static JsonObject Hello(string name) => new() { ["messageType"] = "hello", ["uaid"] = name, ["status"] = 200, ["use_webpush"] = true, ["broadcasts"] = new JsonObject() };

    public static JsonObject Registered(string channel, string endpoint) => new() { ["messageType"] = "register", ["channelID"] = channel, ["status"] = 200, ["pushEndpoint"] = endpoint };

    public static JsonObject Unregistered(string channel) => new() { ["messageType"] = "unregister", ["channelID"] = channel, ["status"] = 200 };

    public static JsonObject Notification(string channel, string version, ReadOnlySpan<byte> body) => new()
    {
        ["messageType"] = "notification",
        ["channelID"] = channel,
        ["version"] = version,
        ["data"] = System.Buffers.Text.Base64Url.EncodeToString(body),
        ["headers"] = new JsonObject { ["encoding"] = "aes128gcm" },
    };
}
