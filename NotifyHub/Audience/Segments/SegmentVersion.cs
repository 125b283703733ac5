using System.Globalization;

namespace NotifyHub.Audience.Segments;

/// <summary>Versions as segments compare them: one to four numbers of at most nine digits, whatever follows a hyphen, a plus or a space left aside. The engines say the same in SQL.</summary>
public static class SegmentVersion
{
    private const int Numbers = 4, Digits = 9;

    /// <summary>The four numbers, missing ones 0; false for a text that is no version.</summary>
    public static bool TryRead(string text, out long[] version)
    {
        version = new long[Numbers];
        var end = text.AsSpan().IndexOfAny('-', '+', ' ');
        var parts = (end < 0 ? text : text[..end]).Split('.');
        if (parts.Length > Numbers || parts.Any(part => part.Length is 0 or > Digits || !part.All(char.IsAsciiDigit)))
        {
            return false;
        }
        for (var i = 0; i < parts.Length; i++)
        {
            version[i] = long.Parse(parts[i], CultureInfo.InvariantCulture);
        }
        return true;
    }
}
