using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>The primitives by the platform's own classes: right everywhere, and several times dearer than <see cref="Libcrypto.LibcryptoCrypto"/>, since each key is made and imported as an object.</summary>
internal sealed class PlatformCrypto : IPushCrypto
{
    /// <inheritdoc/>
    public string Name => "the platform's classes";

    /// <inheritdoc/>
    public bool Agree(ReadOnlySpan<byte> subscriber, ReadOnlySpan<byte> scalar, Span<byte> senderPoint, Span<byte> secret)
    {
        using var other = Import(subscriber);
        if (other is null) return false;
        using var sender = scalar.IsEmpty
            ? ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256)
            : ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() });
        P256.Point(sender.ExportParameters(includePrivateParameters: false)).CopyTo(senderPoint);
        using var publicKey = other.PublicKey;
        sender.DeriveRawSecretAgreement(publicKey).CopyTo(secret);
        return true;
    }

    /// <inheritdoc/>
    public void Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac) => HMACSHA256.HashData(key, data, mac);

    /// <inheritdoc/>
    public void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> record, Span<byte> tag)
    {
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, record, record, tag);
    }

    private static ECDiffieHellman? Import(ReadOnlySpan<byte> point)
    {
        if (P256.Public(point.ToArray()) is not { } parameters) return null;
        try
        {
            return ECDiffieHellman.Create(parameters);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
