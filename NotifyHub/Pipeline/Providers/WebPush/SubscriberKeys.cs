using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>A subscription's keys, imported and proved to be keys.</summary>
internal sealed class SubscriberKeys : IDisposable
{
    private readonly ECDiffieHellman _holder;

    private SubscriberKeys(byte[] point, byte[] auth, ECDiffieHellman holder) => (Point, Auth, _holder) = (point, auth, holder);

    /// <summary>p256dh, 65 bytes.</summary>
    public byte[] Point { get; }

    /// <summary>The auth secret, 16 bytes.</summary>
    public byte[] Auth { get; }

    /// <summary>p256dh for the key agreement.</summary>
    public ECDiffieHellmanPublicKey PublicKey => _holder.PublicKey;

    /// <summary>Reads both; null when either is no key or the point is not on the curve.</summary>
    public static SubscriberKeys? Read(string? p256dh, string? auth)
    {
        var point = P256.Decode(p256dh, P256.PointLength);
        if (P256.Decode(auth, Aes128Gcm.SecretLength) is not { } secret || P256.Public(point) is not { } parameters) return null;
        try
        {
            return new(point!, secret, ECDiffieHellman.Create(parameters));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => _holder.Dispose();
}
