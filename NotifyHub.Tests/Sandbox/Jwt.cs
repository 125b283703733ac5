using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NotifyHub.Tests.Sandbox;

/// <summary>Signed tokens made by hand, so that the twins are tested against the RFCs and not against the app's own client.</summary>
internal static class Jwt
{
    public static string Es256(ECDsa key, object header, object claims) =>
        Sign(header, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public static string Es256(string pem, object header, object claims)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return Es256(key, header, claims);
    }

    public static string Rs256(string pem, object claims)
    {
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return Sign(new { alg = "RS256", typ = "JWT" }, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Sign(object header, object claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
