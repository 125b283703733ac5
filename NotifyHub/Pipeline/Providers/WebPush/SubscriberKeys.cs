namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>A subscription's keys. Whether the point lies on the curve shows when a message is encrypted.</summary>
/// <param name="Point">p256dh, 65 bytes.</param>
/// <param name="Auth">The auth secret, 16 bytes.</param>
internal readonly record struct SubscriberKeys(byte[] Point, byte[] Auth)
{
    /// <summary>Reads both; null when either is no key.</summary>
    public static SubscriberKeys? Read(string? p256dh, string? auth) =>
        P256.Decode(p256dh, P256.PointLength) is { } point && P256.Public(point) is not null && P256.Decode(auth, Aes128Gcm.SecretLength) is { } secret
            ? new(point, secret)
            : null;
}
