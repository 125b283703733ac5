using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers;

/// <summary>PEM as people paste it: with lost or escaped line breaks, quotes, spaces, or without its first and last line.</summary>
internal static class PemText
{
    /// <summary>Label and content of the first block, line breaks repaired; without any label, base64 is taken as <paramref name="bareLabel"/>. Null when it is neither.</summary>
    public static (string Label, byte[] Content)? Read(string text, string bareLabel)
    {
        text = text.Trim().Trim('"').Replace("\\r", "").Replace("\\n", "\n");
        const string begin = "-----BEGIN ", end = "-----END ", dashes = "-----";
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        if (from < 0) return Decode(text) is { } bare ? (bareLabel, bare) : null;
        var labelEnd = text.IndexOf(dashes, from + begin.Length, StringComparison.Ordinal);
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        if (labelEnd < 0 || to < labelEnd) return null;
        return Decode(text[(labelEnd + dashes.Length)..to]) is { } content ? (text[(from + begin.Length)..labelEnd], content) : null;
    }

    /// <summary>A well-formed block.</summary>
    public static string Write(string label, byte[] content) => PemEncoding.WriteString(label, content);

    private static byte[]? Decode(string base64)
    {
        var packed = string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[packed.Length];
        return packed.Length > 0 && Convert.TryFromBase64String(packed, bytes, out var length) ? bytes[..length] : null;
    }
}
