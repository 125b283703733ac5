using System.Globalization;
using System.Text.RegularExpressions;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.WebPush;

/// <summary>The headers of one push message (RFC 8030, 5).</summary>
/// <param name="TtlSeconds">What the service grants: at most 30 days.</param>
/// <param name="Topic">Replaces the waiting message of the same topic.</param>
internal sealed partial record WebPushHeaders(long TtlSeconds, string? Topic)
{
    private const long LongestTtl = 30 * 24 * 3600;

    public static (WebPushHeaders? Headers, TwinAnswer? Refusal) Read(IHeaderDictionary headers)
    {
        if (!long.TryParse(headers["TTL"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var ttl))
        {
            return (null, WebPushAnswers.Refused(400, "MissingTtl", "The TTL header is missing or not a number of seconds"));
        }

        if (headers.ContentEncoding != "aes128gcm")
        {
            return (null, WebPushAnswers.Refused(400, "BadEncoding", "Content-Encoding must be aes128gcm"));
        }

        if (headers["Urgency"].ToString() is not ("" or "very-low" or "low" or "normal" or "high"))
        {
            return (null, WebPushAnswers.Refused(400, "BadUrgency", "Urgency is very-low, low, normal or high"));
        }

        var topic = headers["Topic"].ToString();
        return topic.Length == 0 || TopicForm().IsMatch(topic)
            ? (new WebPushHeaders(Math.Min(ttl, LongestTtl), topic.Length == 0 ? null : topic), null)
            : (null, WebPushAnswers.Refused(400, "BadTopic", "Topic is at most 32 characters of base64url"));
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,32}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex TopicForm();
}
