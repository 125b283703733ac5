using System.Net;
using System.Text;

namespace NotifyHub.Templates.Language;

/// <summary>Makes a value harmless for the place where it is printed.</summary>
internal static class HarmlessText
{
    private static readonly string[] Schemes = ["http", "https", "mailto", "tel"];

    public static string For(OutputEscape escape, string text) => escape switch
    {
        OutputEscape.None => Whole(text),
        OutputEscape.Line => OneLine(text),
        OutputEscape.Html => Html(text),
        OutputEscape.HtmlUrl => Html(Url(text)),
        OutputEscape.HtmlUrlPart => Html(Uri.EscapeDataString(Paired(text))),
        OutputEscape.Url => Url(text),
        _ => Uri.EscapeDataString(Paired(text)),
    };

    // Without controls that a screen or a header would act on; line breaks and tabs are text.
    private static string Whole(string text) => Without(text, c => char.IsControl(c) && c is not ('\n' or '\t' or '\r'), null);

    private static string OneLine(string text) => Without(text, c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085', ' ');

    private static string Html(string text) => WebUtility.HtmlEncode(Whole(text)).Replace("`", "&#96;", StringComparison.Ordinal);

    // A whole address: what names no allowed scheme leads nowhere. The check is on what a browser would make of it, which skips blanks and controls.
    private static string Url(string text)
    {
        var seen = Without(Paired(text).Trim(), char.IsControl, null);
        var colon = seen.IndexOf(':', StringComparison.Ordinal);
        var end = seen.IndexOfAny(['/', '?', '#']);
        var hasScheme = colon >= 0 && (end < 0 || colon < end);
        if (hasScheme && !Schemes.Contains(seen[..colon], StringComparer.OrdinalIgnoreCase))
        {
            return "#";
        }
        var clean = new StringBuilder(seen.Length);
        foreach (var rune in seen.EnumerateRunes())
        {
            var plain = rune.Value is > ' ' and < 0x7F && !"\"'<>\\^`{|}".Contains((char)rune.Value, StringComparison.Ordinal);
            clean.Append(plain ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }
        return clean.ToString();
    }

    // Half a surrogate pair would make the escaping throw.
    private static string Paired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                return string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
            }
        }
        return text;
    }

    private static string Without(string text, Func<char, bool> bad, char? instead)
    {
        if (!text.Any(bad))
        {
            return text;
        }
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!bad(c))
            {
                kept.Append(c);
            }
            else if (instead is { } other)
            {
                kept.Append(other);
            }
        }
        return kept.ToString();
    }
}
