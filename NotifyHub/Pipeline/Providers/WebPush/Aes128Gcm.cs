using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Message encryption for Web Push (RFC 8291) as one record of the aes128gcm content coding (RFC 8188), over either set of primitives.</summary>
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
    private const int MacLength = SHA256.HashSizeInBytes;
    private const byte LastRecord = 2;

    /// <summary>Largest plaintext: what header, delimiter and tag leave of the body.</summary>
    public const int MaxPlaintextBytes = MaxBodyBytes - HeaderLength - 1 - TagLength;

    private static ReadOnlySpan<byte> PointsInfo => "WebPush: info\0"u8;

    // HKDF's expansion (RFC 5869, 2.3) of at most one block ends its info with the block's number.
    private static ReadOnlySpan<byte> KeyInfo => "Content-Encoding: aes128gcm\0\x01"u8;
    private static ReadOnlySpan<byte> NonceInfo => "Content-Encoding: nonce\0\x01"u8;

    /// <summary>Encrypts with a fresh sender key and salt: RFC 8291 has a new key pair made for each message (2 and 3.1), so none is kept for a batch. Null when the subscriber's point is on no curve.</summary>
    public static byte[]? Encrypt(IPushCrypto crypto, ReadOnlySpan<byte> plaintext, SubscriberKeys subscriber)
    {
        Span<byte> salt = stackalloc byte[SecretLength];
        RandomNumberGenerator.Fill(salt);
        return Encrypt(crypto, plaintext, subscriber, scalar: [], salt);
    }

    /// <summary>Encrypts with the given sender key and salt: the pure function that RFC 8291's example pins down.</summary>
    public static byte[]? Encrypt(IPushCrypto crypto, ReadOnlySpan<byte> plaintext, SubscriberKeys subscriber, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> salt)
    {
        if (plaintext.Length > MaxPlaintextBytes) throw new ArgumentException($"The plaintext is longer than {MaxPlaintextBytes} bytes.", nameof(plaintext));
        var body = new byte[HeaderLength + plaintext.Length + 1 + TagLength];
        var senderPoint = body.AsSpan(HeaderLength - P256.PointLength, P256.PointLength);
        Span<byte> secret = stackalloc byte[32];
        if (!crypto.Agree(subscriber.Point, scalar, senderPoint, secret)) return null;
        WriteHeader(body, salt);

        Span<byte> key = stackalloc byte[MacLength];
        Span<byte> nonce = stackalloc byte[MacLength];
        DeriveKeys(crypto, subscriber, senderPoint, secret, salt, key, nonce);
        var record = body.AsSpan(HeaderLength, plaintext.Length + 1);
        plaintext.CopyTo(record);
        record[^1] = LastRecord;
        crypto.Seal(key[..KeyLength], nonce[..NonceLength], record, body.AsSpan(HeaderLength + record.Length));
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
        return body;
    }

    // RFC 8291, 3.4: two HKDFs, the first over both points, the second over the salt for key and nonce.
    private static void DeriveKeys(
        IPushCrypto crypto, SubscriberKeys subscriber, ReadOnlySpan<byte> senderPoint, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, Span<byte> key, Span<byte> nonce)
    {
        Span<byte> info = stackalloc byte[PointsInfo.Length + (2 * P256.PointLength) + 1];
        PointsInfo.CopyTo(info);
        subscriber.Point.CopyTo(info[PointsInfo.Length..]);
        senderPoint.CopyTo(info[(PointsInfo.Length + P256.PointLength)..]);
        info[^1] = 1;

        Span<byte> pseudorandom = stackalloc byte[MacLength];
        Span<byte> keying = stackalloc byte[MacLength];
        crypto.Mac(subscriber.Auth, secret, pseudorandom);
        crypto.Mac(pseudorandom, info, keying);
        crypto.Mac(salt, keying, pseudorandom);
        crypto.Mac(pseudorandom, KeyInfo, key);
        crypto.Mac(pseudorandom, NonceInfo, nonce);
        CryptographicOperations.ZeroMemory(keying);
    }

    private static void WriteHeader(Span<byte> body, ReadOnlySpan<byte> salt)
    {
        salt.CopyTo(body);
        BinaryPrimitives.WriteUInt32BigEndian(body[SecretLength..], MaxBodyBytes);
        body[SecretLength + 4] = P256.PointLength;
    }
}
