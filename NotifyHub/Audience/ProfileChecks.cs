using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotifyHub.Audience;

/// <summary>Limits of what devices and people have in common.</summary>
internal static partial class ProfileChecks
{
    /// <summary>Longest user id.</summary>
    public const int MaxUserId = 128;

    private const int MaxJsonBytes = 8 * 1024;

    /// <summary>Whether a user may bear this id.</summary>
    public static bool IsUserId(string text) => text.Length is >= 1 and <= MaxUserId && !text.Any(char.IsControl);

    /// <summary>Whether these are 64 hex characters.</summary>
    public static bool IsFingerprint(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    public static void UserId(FaultList faults, string pointer, string? userId)
    {
        faults.Length(pointer, userId, MaxUserId);
        Plain(faults, pointer, userId);
    }

    public static void Fingerprint(FaultList faults, string pointer, string? fingerprint)
    {
        if (fingerprint is not null && !IsFingerprint(fingerprint))
        {
            faults.Add(pointer, "bad_format", $"{pointer[(pointer.LastIndexOf('/') + 1)..]} must be 64 hex characters.");
        }
    }

    public static void Place(FaultList faults, string at, string? locale, string? timezone)
    {
        if (locale is not null && !LanguageTag().IsMatch(locale))
        {
            faults.Add(at + "/locale", "bad_format", "locale must be a BCP 47 language tag, such as de-CH.");
        }
        if (timezone is not null && (timezone.Length > 64 || !TimeZoneInfo.TryFindSystemTimeZoneById(timezone, out var zone) || !zone.HasIanaId))
        {
            faults.Add(at + "/timezone", "bad_format", "timezone must be an IANA name, such as Europe/Zurich.");
        }
    }

    public static void Json(FaultList faults, string pointer, JsonObject? value)
    {
        if (value is not null && Encoding.UTF8.GetByteCount(value.ToJsonString()) is var bytes and > MaxJsonBytes)
        {
            faults.Add(pointer, "too_long", $"{pointer[(pointer.LastIndexOf('/') + 1)..]} has {bytes} bytes as JSON; at most {MaxJsonBytes} are allowed.");
        }
    }

    /// <summary>No line breaks or other control characters: the text goes into headers and lists.</summary>
    public static void Plain(FaultList faults, string pointer, string? value)
    {
        if (value?.Any(char.IsControl) == true)
        {
            faults.Add(pointer, "bad_text", $"{pointer[(pointer.LastIndexOf('/') + 1)..]} must not hold control characters.");
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
