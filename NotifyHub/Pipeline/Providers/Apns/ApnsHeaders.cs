using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>The apns-* headers of one request (Apple, "Sending notification requests to APNs").</summary>
internal sealed record ApnsHeaders(string Topic, string PushType, int Priority, long? Expiration, string? CollapseId, string Id)
{
    private const int MaxCollapseBytes = 64;
    private const string Background = "background";
    private const string LiveActivity = "liveactivity";

    /// <summary>Headers of a message; the raw override may set type, topic, priority, expiration and collapse id, never the id.</summary>
    /// <exception cref="FormatException">The override holds what is no header value.</exception>
    public static ApnsHeaders Of(ProviderCall call, string bundleId, DateTimeOffset now)
    {
        var message = call.Message;
        var given = ApnsPayload.HeaderOverrides(message);
        var type = Given(given, "apns-push-type") ?? (message.LiveActivity is not null ? LiveActivity : message.Silent ? Background : "alert");
        var priority = (int?)Number(given, "apns-priority") ?? PriorityOf(message);
        return new(
            Given(given, "apns-topic") ?? (call.Target.Bundle ?? bundleId) + TopicSuffix(type),
            type,
            type == Background && priority >= 10 ? 5 : priority,   // Apple refuses a background push that is urgent
            Number(given, "apns-expiration") ?? Expires(call, now),
            Collapse(Given(given, "apns-collapse-id") ?? message.CollapseKey),
            IdOf(call.MessageId));
    }

    /// <summary>The same UUID for the same message, so that a resend after a crash is seen as one (RFC 9562 version 8).</summary>
    public static string IdOf(string messageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(messageId), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }

    public void AddTo(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("apns-topic", Topic);
        headers.TryAddWithoutValidation("apns-push-type", PushType);
        headers.TryAddWithoutValidation("apns-priority", Priority.ToString(CultureInfo.InvariantCulture));
        headers.TryAddWithoutValidation("apns-id", Id);
        if (Expiration is { } at) headers.TryAddWithoutValidation("apns-expiration", at.ToString(CultureInfo.InvariantCulture));
        if (CollapseId is { } collapse) headers.TryAddWithoutValidation("apns-collapse-id", collapse);
    }

    private static int PriorityOf(PushMessage message) => (message.Priority, message.Silent) switch
    {
        // Apple counts urgent changes against a budget: only one that alerts is urgent by itself. It knows no 1 here.
        _ when message.LiveActivity is not null => message.Priority is PushPriority.High || (message.Priority is null && HasWords(message)) ? 10 : 5,
        (PushPriority.Low, _) => 1,
        (PushPriority.Normal, _) or (_, true) => 5,
        _ => 10,
    };

    private static bool HasWords(PushMessage message) => (message.Title ?? message.Body ?? message.Localization?.TitleKey ?? message.Localization?.BodyKey) is not null;

    private static string TopicSuffix(string pushType) => pushType switch
    {
        LiveActivity => ".push-type.liveactivity",
        "voip" => ".voip",
        "complication" => ".complication",
        "fileprovider" => ".pushkit.fileprovider",
        "location" => ".location-query",
        "pushtotalk" => ".voip-ptt",
        _ => "",
    };

    private static long? Expires(ProviderCall call, DateTimeOffset now)
    {
        if (call.TimeToLive is { } left && left <= TimeSpan.Zero) return 0;   // try once, do not store
        return call.ExpiresAt?.ToUnixTimeSeconds() ?? (call.TimeToLive is { } life ? (now + life).ToUnixTimeSeconds() : null);
    }

    // A header carries ASCII, at most 64 bytes; what does not fit is replaced by its hash, so that equal keys stay equal.
    private static string? Collapse(string? key)
    {
        if (string.IsNullOrEmpty(key)) return null;
        return key.Length <= MaxCollapseBytes && IsHeaderValue(key) ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    private static string? Given(JsonObject? headers, string name)
    {
        if (headers?[name] is not JsonValue value) return null;
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return IsHeaderValue(text) ? text : throw new FormatException($"{name} is no header value.");
    }

    private static long? Number(JsonObject? headers, string name) =>
        Given(headers, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"{name} is no number.");

    private static bool IsHeaderValue(string text) => text.Length is > 0 and <= 256 && text.All(c => c is > ' ' and <= '~');
}
