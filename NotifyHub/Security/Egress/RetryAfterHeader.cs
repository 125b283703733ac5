using System.Globalization;
using System.Net.Http.Headers;

namespace NotifyHub.Security.Egress;

/// <summary>Retry-After (RFC 9110 10.2.3) as vendors and receivers really send it: seconds or an HTTP date, sometimes nonsense.</summary>
internal static class RetryAfterHeader
{
    /// <summary>Nobody is believed beyond this: a typo must not park a message for years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The wait asked for, 0 to 6 h; null when the header is absent, negative, in the past or unreadable.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values) ? Read(values.FirstOrDefault(), now) : null;

    internal static TimeSpan? Read(string? value, DateTimeOffset now)
    {
        value = value?.Trim();
        if (string.IsNullOrEmpty(value)) return null;
        if (value.All(char.IsAsciiDigit))
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Clamp(TimeSpan.FromSeconds(seconds)) : Longest;
        if (!DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        return date < now ? null : Clamp(date - now);
    }

    private static TimeSpan Clamp(TimeSpan wait) => wait < Longest ? wait : Longest;
}
