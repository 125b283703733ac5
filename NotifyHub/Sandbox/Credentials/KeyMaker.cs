using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Credentials;

/// <summary>Makes and converts the keys of the demo credentials.</summary>
internal static class KeyMaker
{
    /// <summary>A P-256 key as Apple hands it out.</summary>
    public static string NewP8()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>An access token as Expo makes them.</summary>
    public static string NewAccessToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(30));

    public static string NewSlackToken() => $"xoxb-{RandomNumberGenerator.GetString("0123456789", 12)}-{RandomNumberGenerator.GetString("0123456789", 13)}-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    public static string NewTelegramToken() => $"{RandomNumberGenerator.GetString("123456789", 10)}:AA{RandomNumberGenerator.GetHexString(33)}";

    public static string NewWebhookSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string NewRsa()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>An OAuth client secret as AppGallery Connect shows it.</summary>
    public static string NewClientSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>An AppSecret as Xiaomi's console shows it.</summary>
    public static string NewAppSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    public static string PublicPem(string p8)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(p8);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    public static string PublicRsaPem(string pem)
    {
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>The two halves as Web Push tools write them (RFC 8292, 3.2): base64url of point and scalar.</summary>
    public static (string Public, string Private) VapidPair(string p8)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(p8);
        var parts = key.ExportParameters(includePrivateParameters: true);
        byte[] point = [0x04, .. parts.Q.X!, .. parts.Q.Y!];
        return (Base64Url.EncodeToString(point), Base64Url.EncodeToString(parts.D!));
    }
}
