using System.Text;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Makes text from outside fit to be kept and shown: short, without the device's token, without control characters.</summary>
internal static class VendorText
{
    private const int BodyBytes = 2048;
    private const int WordLength = 64;
    private const int IdLength = 512;

    /// <summary>A body to keep: at most 2 KB, each secret replaced. Null when there is nothing.</summary>
    public static string? Body(CappedBody body, params ReadOnlySpan<string?> secrets)
    {
        if (body.Bytes.IsEmpty) return null;
        var text = Encoding.UTF8.GetString(body.Bytes.Span);
        foreach (var secret in secrets)
            if (!string.IsNullOrEmpty(secret)) text = text.Replace(secret, "[redacted]", StringComparison.OrdinalIgnoreCase);
        return Kept(text);
    }

    /// <summary>Text to keep: at most 2 KB of UTF-8, control characters as blanks.</summary>
    public static string? Kept(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var kept = new StringBuilder(Math.Min(text.Length, BodyBytes));
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > BodyBytes) break;
            kept.Append(Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') ? new Rune(' ') : rune);
        }
        return kept.ToString();
    }

    /// <summary>The vendor's own word for what happened, or null when what it sent is no word.</summary>
    public static string? Word(string? reason) =>
        reason is { Length: > 0 and <= WordLength } && reason.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? reason : null;

    /// <summary>The vendor's id of a message; null when it is not printable ASCII of a sane length.</summary>
    public static string? Id(string? id) => id is { Length: > 0 and <= IdLength } && id.All(c => c is > ' ' and <= '~') ? id : null;
}
