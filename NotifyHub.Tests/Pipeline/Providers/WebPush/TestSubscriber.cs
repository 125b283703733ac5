using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>A browser's side of RFC 8291, written from the RFC and not from the product: opens what the product seals.</summary>
internal sealed class TestSubscriber(ECParameters key, byte[] auth)
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(key);

    public static TestSubscriber New()
    {
        using var fresh = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return new(fresh.ExportParameters(true), RandomNumberGenerator.GetBytes(16));
    }

    public string P256dh => Base64Url.EncodeToString(Point);

    public string Auth => Base64Url.EncodeToString(auth);

    private byte[] Point => _key.ExportParameters(false) is var p ? [4, .. p.Q.X!, .. p.Q.Y!] : [];

    public byte[] Open(byte[] body)
    {
        var (salt, keyLength) = (body[..16], body[20]);
        var senderPoint = body[21..(21 + keyLength)];
        using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = senderPoint[1..33], Y = senderPoint[33..] } });
        var prk = Hmac(auth, _key.DeriveRawSecretAgreement(sender.PublicKey));
        var ikm = Hmac(prk, [.. Encoding.ASCII.GetBytes("WebPush: info\0"), .. Point, .. senderPoint, 1]);
        var prk2 = Hmac(salt, ikm);
        var contentKey = Hmac(prk2, [.. Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"), 1])[..16];
        var nonce = Hmac(prk2, [.. Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"), 1])[..12];
        var sealedText = body[(21 + keyLength)..];
        var record = new byte[sealedText.Length - 16];
        using var aes = new AesGcm(contentKey, 16);
        aes.Decrypt(nonce, sealedText[..^16], sealedText[^16..], record);
        Assert.Equal(2, record[^1]);
        return record[..^1];
    }

    private static byte[] Hmac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);
}
