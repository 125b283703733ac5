namespace NotifyHub.Templates.Content;

/// <summary>Which language is taken for whom: de-AT, then de, then the default.</summary>
public static class LocaleChain
{
    private const int LongestTag = 35;

    /// <summary>The tag as it is kept (de-AT, zh-Hant-TW); null for what is none. Underscores of older platforms are read as hyphens.</summary>
    public static string? Normalize(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag)
        {
            return null;
        }
        var parts = tag.Trim().Replace('_', '-').Split('-');
        if (parts[0].Length is < 2 or > 8 || !parts[0].All(char.IsAsciiLetter) || parts.Skip(1).Any(p => p.Length is < 1 or > 8 || !p.All(char.IsAsciiLetterOrDigit)))
        {
            return null;
        }
        // What follows a lone letter is an extension, which is written small (RFC 5646, 2.1.1).
        var extension = Array.FindIndex(parts, p => p.Length == 1);
        return string.Join('-', parts.Select((part, i) => i == 0 || (extension >= 0 && i >= extension) ? part.ToLowerInvariant() : Cased(part)));
    }

    /// <summary>From the most exact to the plain language, then the default; without repetition.</summary>
    public static IReadOnlyList<string> Of(string? locale, string defaultLocale)
    {
        var chain = new List<string>(4);
        for (var tag = Normalize(locale); tag is not null; tag = Shorter(tag))
        {
            chain.Add(tag);
        }
        if (!chain.Contains(defaultLocale, StringComparer.Ordinal))
        {
            chain.Add(defaultLocale);
        }
        return chain;
    }

    /// <summary>The first of the chain that is there; the default when none is.</summary>
    public static string Pick(string? locale, IReadOnlySet<string> there, string defaultLocale)
    {
        for (var tag = Normalize(locale); tag is not null; tag = Shorter(tag))
        {
            if (there.Contains(tag))
            {
                return tag;
            }
        }
        return defaultLocale;
    }

    private static string? Shorter(string tag)
    {
        var cut = tag.LastIndexOf('-');
        if (cut < 0)
        {
            return null;
        }
        // A lone letter begins an extension: alone it says nothing.
        return cut > 2 && tag[cut - 2] == '-' ? tag[..(cut - 2)] : tag[..cut];
    }

    private static string Cased(string part) => part.Length switch
    {
        2 => part.ToUpperInvariant(),
        4 when char.IsAsciiLetter(part[0]) => char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant(),
        _ => part.ToLowerInvariant(),
    };
}
