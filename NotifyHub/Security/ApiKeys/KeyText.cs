using System.Security.Cryptography;
using System.Text;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.ApiKeys;

/// <summary>
/// The text of a key: prefix, 12 characters of look-up id, 32 of secret (190 bits), 6 of checksum, all base 62.
/// The checksum lets a scanner or a typing error be recognised without asking the database. A member's personal token has the same shape.
/// </summary>
public static class KeyText
{
    /// <summary>Shortest server key that an operator may choose for himself.</summary>
    public const int ShortestGiven = 32;

    /// <summary>What a personal token begins with.</summary>
    public const string PersonalPrefix = "nhu_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Prefix = 4, Lookup = 12, Secret = 32, Check = 6, Length = Prefix + Lookup + Secret + Check, Longest = 200;

    /// <summary>A fresh key.</summary>
    public static string Make(ApiKeyKind kind) => Make(PrefixOf(kind));

    /// <summary>A fresh personal token.</summary>
    public static string MakePersonal() => Make(PersonalPrefix);

    private static string Make(string prefix)
    {
        var body = prefix + RandomNumberGenerator.GetString(Alphabet, Lookup + Secret);
        return body + Checksum(body);
    }

    /// <summary>SHA-256: enough for a secret of 190 random bits, and fast enough for each request.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The public part that the row is found by; false when the text can't be a key. A server key chosen by an operator (no checksum) is found by the start of its hash.</summary>
    public static bool TryLookup(string text, out string lookup)
    {
        lookup = "";
        if (text.Length > Longest || !(text.StartsWith("nhs_", StringComparison.Ordinal) || text.StartsWith("nhp_", StringComparison.Ordinal)))
        {
            return false;
        }
        if (IsMade(text))
        {
            lookup = text.Substring(Prefix, Lookup);
        }
        else if (IsGiven(text))
        {
            lookup = Convert.ToHexStringLower(Hash(text))[..(2 * Lookup)];
        }
        return lookup.Length > 0;
    }

    /// <summary>As <see cref="TryLookup"/>, for personal tokens: nobody chooses those.</summary>
    public static bool TryPersonalLookup(string text, out string lookup)
    {
        lookup = text.StartsWith(PersonalPrefix, StringComparison.Ordinal) && IsMade(text) ? text.Substring(Prefix, Lookup) : "";
        return lookup.Length > 0;
    }

    private static bool IsMade(string text) => text.Length == Length && text.EndsWith(Checksum(text[..^Check]), StringComparison.Ordinal);

    /// <summary>Whether an operator may use this text as a server key of his own.</summary>
    public static bool IsGiven(string text) =>
        text.Length is >= ShortestGiven and <= Longest && text.StartsWith("nhs_", StringComparison.Ordinal) && text.All(c => c is > ' ' and <= '~');

    private static string PrefixOf(ApiKeyKind kind) => kind == ApiKeyKind.Server ? "nhs_" : "nhp_";

    private static string Checksum(string body) => string.Create(Check, Hash(body), static (span, hash) =>
    {
        var rest = BitConverter.ToUInt64(hash);
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = Alphabet[(int)(rest % (ulong)Alphabet.Length)];
            rest /= (ulong)Alphabet.Length;
        }
    });
}
