using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>TTL, Urgency and Topic of one request (RFC 8030, 5.2 to 5.4).</summary>
internal sealed record WebPushHeaders(long TimeToLive, string Urgency, string? Topic)
{
    /// <summary>Four weeks: the most that push services keep a message, and what we ask for when nobody said.</summary>
    public const long LongestLife = 2_419_200;

    private const int MaxTopicLength = 32;
    private static readonly string[] Urgencies = ["very-low", "low", "normal", "high"];

    /// <summary>Headers of a message; the raw override may set Urgency and Topic.</summary>
    public static WebPushHeaders Of(ProviderCall call)
    {
        var message = call.Message;
        var urgency = WebPushPayload.HeaderOverride(message, "Urgency");
        return new(
            call.TimeToLive is { } life ? (long)Math.Clamp(life.TotalSeconds, 0, LongestLife) : LongestLife,
            Urgencies.Contains(urgency) ? urgency! : UrgencyOf(message),
            TopicOf(WebPushPayload.HeaderOverride(message, "Topic") ?? message.CollapseKey));
    }

    public void AddTo(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("TTL", TimeToLive.ToString(CultureInfo.InvariantCulture));
        headers.TryAddWithoutValidation("Urgency", Urgency);
        if (Topic is not null) headers.TryAddWithoutValidation("Topic", Topic);
    }

    // A key that is too long or outside the alphabet is replaced by its hash, so that equal keys stay equal.
    internal static string? TopicOf(string? key)
    {
        if (string.IsNullOrEmpty(key)) return null;
        return key.Length <= MaxTopicLength && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? key
            : Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..MaxTopicLength];
    }

    private static string UrgencyOf(PushMessage message) => (message.Priority, message.Silent) switch
    {
        (PushPriority.Low, _) => "low",
        (PushPriority.Normal, _) or (null, true) => "normal",
        _ => "high",
    };
}
