using System.Buffers.Binary;
using System.Security.Cryptography;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.WebPush;

/// <summary>The browser's side of Web Push encryption: RFC 8291 over the single record of RFC 8188 (aes128gcm).</summary>
internal static class MessageOpener
{
    private const int SaltLength = 16;
    private const int HeaderLength = SaltLength + 4 + 1;
    private const int PointLength = 65;
    private const int TagLength = 16;

    /// <summary>The plaintext; null when the message is not meant for these keys or was tampered with.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> body, SubscriptionKeys keys)
    {
        if (body.Length < HeaderLength + PointLength + TagLength + 1 || body[HeaderLength - 1] != PointLength)
        {
            return null;
        }

        var salt = body[..SaltLength];
        var recordSize = BinaryPrimitives.ReadUInt32BigEndian(body[SaltLength..]);
        var senderPoint = body.Slice(HeaderLength, PointLength);
        var record = body[(HeaderLength + PointLength)..];
        if (record.Length > recordSize)
        {
            return null;
        }

        try
        {
            var secret = Agree(keys, senderPoint);
            return Unpad(Decrypt(record, Derive(secret, salt, "Content-Encoding: aes128gcm\0"u8, 16), Derive(secret, salt, "Content-Encoding: nonce\0"u8, 12)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>RFC 8291, 3.4: the shared secret, bound to both keys and the subscription's own secret.</summary>
    private static byte[] Agree(SubscriptionKeys keys, ReadOnlySpan<byte> senderPoint)
    {
        using var sender = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = senderPoint[1..33].ToArray(), Y = senderPoint[33..].ToArray() },
        });
        var shared = keys.Pair.DeriveRawSecretAgreement(sender.PublicKey);
        byte[] info = [.. "WebPush: info\0"u8, .. keys.PublicPoint, .. senderPoint];
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, keys.Auth, info);
    }

    private static byte[] Derive(byte[] secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, salt.ToArray(), info.ToArray());

    private static byte[] Decrypt(ReadOnlySpan<byte> record, byte[] key, byte[] nonce)
    {
        var plain = new byte[record.Length - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(nonce, record[..^TagLength], record[^TagLength..], plain);
        return plain;
    }

    /// <summary>RFC 8188, 2: the last record ends with 0x02 and any number of zeros.</summary>
    private static byte[]? Unpad(byte[] plain)
    {
        var end = Array.FindLastIndex(plain, value => value != 0);
        return end >= 0 && plain[end] == 0x02 ? plain[..end] : null;
    }
}
