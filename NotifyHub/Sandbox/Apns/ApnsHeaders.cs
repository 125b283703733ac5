using System.Globalization;
using System.Text;

namespace NotifyHub.Sandbox.Apns;

/// <summary>The headers of one push, checked in the words of Apple's table of reasons.</summary>
/// <param name="Topic">Bundle id, with a suffix for some push types.</param>
/// <param name="PushType">alert, background, ...</param>
/// <param name="Id">The caller's <c>apns-id</c>, or a fresh one.</param>
/// <param name="CollapseId">At most 64 bytes.</param>
/// <param name="Expiration">Null when absent (Apple then keeps it for a while of its own choice); the epoch means: do not store.</param>
internal sealed record ApnsHeaders(string Topic, string PushType, string Id, string? CollapseId, DateTimeOffset? Expiration)
{
    private const int LongestCollapseId = 64;
    private const long LastEpochSecond = 253_402_300_799;

    private static readonly string[] PushTypes =
        ["alert", "background", "location", "voip", "complication", "fileprovider", "mdm", "liveactivity", "pushtotalk", "widgets", "controls"];

    /// <summary>Bytes that the payload may have.</summary>
    public int MostBytes => PushType == "voip" ? 5120 : 4096;

    /// <summary>Reads the headers; the reason is null when they are in order.</summary>
    public static (ApnsHeaders? Headers, string? Reason) Read(IHeaderDictionary headers)
    {
        if (headers.Any(header => header.Key.StartsWith("apns-", StringComparison.OrdinalIgnoreCase) && header.Value.Count > 1))
        {
            return (null, "DuplicateHeaders");
        }

        var id = Value(headers, "apns-id");
        if (id is not null && !Guid.TryParseExact(id, "D", out _))
        {
            return (null, "BadMessageId");
        }

        if (Value(headers, "apns-topic") is not { } topic)
        {
            return (null, "MissingTopic");
        }

        var pushType = Value(headers, "apns-push-type") ?? "alert";
        if (!PushTypes.Contains(pushType, StringComparer.Ordinal))
        {
            return (null, "InvalidPushType");
        }

        if (Value(headers, "apns-priority") is { } priority && (priority is not ("10" or "5" or "1") || (pushType == "background" && priority == "10")))
        {
            return (null, "BadPriority");
        }

        var collapseId = Value(headers, "apns-collapse-id");
        if (collapseId is not null && Encoding.UTF8.GetByteCount(collapseId) > LongestCollapseId)
        {
            return (null, "BadCollapseId");
        }

        DateTimeOffset? expiration = null;
        if (Value(headers, "apns-expiration") is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LastEpochSecond)
            {
                return (null, "BadExpirationDate");
            }

            expiration = DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return (new ApnsHeaders(topic, pushType, id ?? Guid.NewGuid().ToString("D"), collapseId, expiration), null);
    }

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers[name].ToString() is { Length: > 0 } value ? value : null;
}
