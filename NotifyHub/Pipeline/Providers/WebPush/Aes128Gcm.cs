using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Message encryption for Web Push (RFC 8291) as one record of the aes128gcm content coding (RFC 8188).</summary>
internal static class Aes128Gcm
{
    /// <summary>Largest body that every push service must take (RFC 8030, 7.2).</summary>
    public const int MaxBodyBytes = 4096;

    /// <summary>Bytes of the auth secret and of the salt.</summary>
    public const int SecretLength = 16;

    private const int HeaderLength = SecretLength + 4 + 1 + P256.PointLength;
    private const int TagLength = 16;
    private const int KeyLength = 16;
    private const int NonceLength = 12;
    private const byte LastRecord = 2;

    /// <summary>Largest plaintext: what header, delimiter and tag leave of the body.</summary>
    public const int MaxPlaintextBytes = MaxBodyBytes - HeaderLength - 1 - TagLength;

    /// <summary>Encrypts with a fresh sender key and salt, as each message must have.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> plaintext, SubscriberKeys subscriber)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Span<byte> salt = stackalloc byte[SecretLength];
        RandomNumberGenerator.Fill(salt);
        return Encrypt(plaintext, subscriber, sender, salt);
    }

    /// <summary>Encrypts with the given sender key and salt: the pure function that RFC 8291's example pins down.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> plaintext, SubscriberKeys subscriber, ECDiffieHellman sender, ReadOnlySpan<byte> salt)
    {
        if (plaintext.Length > MaxPlaintextBytes) throw new ArgumentException($"The plaintext is longer than {MaxPlaintextBytes} bytes.", nameof(plaintext));
        var senderPoint = P256.Point(sender.ExportParameters(includePrivateParameters: false));
        Span<byte> keying = stackalloc byte[32];
        var shared = sender.DeriveRawSecretAgreement(subscriber.PublicKey);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, keying, subscriber.Auth, [.. "WebPush: info\0"u8, .. subscriber.Point, .. senderPoint]);

        Span<byte> key = stackalloc byte[KeyLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, keying, key, salt, "Content-Encoding: aes128gcm\0"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, keying, nonce, salt, "Content-Encoding: nonce\0"u8);

        var body = new byte[HeaderLength + plaintext.Length + 1 + TagLength];
        WriteHeader(body, salt, senderPoint);
        var record = body.AsSpan(HeaderLength, plaintext.Length + 1);
        plaintext.CopyTo(record);
        record[^1] = LastRecord;
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, record, record, body.AsSpan(HeaderLength + record.Length));
        return body;
    }

    private static void WriteHeader(Span<byte> body, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> senderPoint)
    {
        salt.CopyTo(body);
        BinaryPrimitives.WriteUInt32BigEndian(body[SecretLength..], MaxBodyBytes);
        body[SecretLength + 4] = P256.PointLength;
        senderPoint.CopyTo(body[(SecretLength + 5)..]);
    }
}
