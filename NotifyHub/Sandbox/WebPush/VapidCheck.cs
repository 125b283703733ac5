using System.Buffers.Text;
using System.Security.Cryptography;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.WebPush;

/// <summary>A push service's check of <c>Authorization: vapid t=..., k=...</c> (RFC 8292).</summary>
internal static class VapidCheck
{
    private const string Scheme = "vapid ";
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    /// <summary>Null when the token is good for this origin, else what is wrong, in words.</summary>
    /// <param name="authorization">The header.</param>
    /// <param name="origin">Scheme, host and port of the endpoint.</param>
    /// <param name="subscribedWith">The key that the subscription was made with, base64url; null when it is not known.</param>
    /// <param name="now">The service's time.</param>
    public static string? Problem(string authorization, string origin, string? subscribedWith, DateTimeOffset now)
    {
        if (Read(authorization) is not var (token, key) || CompactJwt.Parse(token) is not { } jwt)
        {
            return "The Authorization header is not: vapid t=JWT, k=publicKey";
        }

        if (Import(key) is not { } publicKey)
        {
            return "k is not an uncompressed P-256 point in base64url";
        }

        using (publicKey)
        {
            if (!jwt.IsSignedBy(publicKey))
            {
                return "The signature does not fit the key";
            }
        }

        if (subscribedWith is not null && key != subscribedWith)
        {
            return "The key is not the one that the subscription was made with";
        }

        if (jwt.Claim("aud") != origin)
        {
            return "aud is not this origin";
        }

        if (jwt.Instant("exp") is not { } ends || ends <= now || ends - now > LongestLife)
        {
            return "exp is past, or more than 24 hours ahead";
        }

        var subject = jwt.Claim("sub") ?? "";
        return subject.StartsWith("mailto:", StringComparison.Ordinal) || subject.StartsWith("https:", StringComparison.Ordinal)
            ? null
            : "sub is neither mailto: nor https:";
    }

    private static (string Token, string Key)? Read(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parts = authorization[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries);
        var token = Array.Find(parts, part => part.StartsWith("t=", StringComparison.Ordinal));
        var key = Array.Find(parts, part => part.StartsWith("k=", StringComparison.Ordinal));
        return token is null || key is null ? null : (token[2..], key[2..]);
    }

    private static ECDsa? Import(string key)
    {
        try
        {
            var point = Base64Url.DecodeFromChars(key);
            return point is [0x04, ..] and { Length: 65 }
                ? ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } })
                : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
