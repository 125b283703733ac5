using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Points and scalars of P-256 in the raw forms that Web Push uses (base64url of 65, 32 and 16 bytes).</summary>
internal static class P256
{
    /// <summary>Bytes of an uncompressed point: 0x04, X, Y.</summary>
    public const int PointLength = 65;

    /// <summary>Bytes of a private scalar.</summary>
    public const int ScalarLength = 32;

    private const byte Uncompressed = 4;

    /// <summary>Decodes base64url, and base64 as some tools print it; null when it is neither or has another length.</summary>
    public static byte[]? Decode(string? text, int length)
    {
        if (text is null) return null;
        var url = text.Trim().TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(url) && Base64Url.DecodeFromChars(url) is var bytes && bytes.Length == length ? bytes : null;
    }

    /// <summary>Parameters of a public point; null when it has the wrong length or form. Whether it lies on the curve shows on import.</summary>
    public static ECParameters? Public(byte[]? point) =>
        point is { Length: PointLength } && point[0] == Uncompressed
            ? new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = point[1..33], Y = point[33..] } }
            : null;

    /// <summary>The 65 bytes of a public point.</summary>
    public static byte[] Point(ECParameters key) => [Uncompressed, .. key.Q.X!, .. key.Q.Y!];
}
