using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace NotifyHub.Security.Accounts;

/// <summary>Codes by time (RFC 6238): HMAC-SHA1, 30 s, 6 digits, because that is what every authenticator app knows.</summary>
public static class Totp
{
    /// <summary>Bytes of a secret (RFC 4226, section 4: 160 bits).</summary>
    public const int SecretLength = 20;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Period = 30;

    /// <summary>The step that shows this code: now, the one before or the one after (clocks differ), and later than <paramref name="last"/>, so that no code counts twice. Null when none does.</summary>
    public static long? Match(byte[] secret, string code, DateTimeOffset now, long last)
    {
        var step = now.ToUnixTimeSeconds() / Period;
        long? found = null;
        for (var at = step - 1; at <= step + 1; at++)
        {
            if (at > last && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Code(secret, at)), System.Text.Encoding.UTF8.GetBytes(code)))
            {
                found ??= at;
            }
        }
        return found;
    }

    /// <summary>The code that an app shows at this moment.</summary>
    public static string At(byte[] secret, DateTimeOffset now) => Code(secret, now.ToUnixTimeSeconds() / Period);

    /// <summary>As apps take it by hand.</summary>
    public static string Text(ReadOnlySpan<byte> secret)
    {
        var text = new System.Text.StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var part in secret)
        {
            buffer = (buffer << 8) | part;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            }
        }
        return bits > 0 ? text.Append(Base32[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    // CA5350: the algorithm is the standard's; HMAC-SHA1 is not known to be broken.
#pragma warning disable CA5350
    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350
}
