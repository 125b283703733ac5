using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Team;

/// <summary>The secret of an invitation's link: 40 random characters (238 bits), of which the row keeps a hash. Nobody can make one that the row knows, which is what a signature would prove.</summary>
internal static class InvitationText
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 40;

    public static string Make() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>SHA-256: enough for a secret of that many random bits.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
