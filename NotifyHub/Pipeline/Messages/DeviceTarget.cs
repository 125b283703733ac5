namespace NotifyHub.Pipeline.Messages;

/// <summary>Where a vendor finds the device.</summary>
/// <param name="Token">APNs or FCM token; for Web Push the endpoint.</param>
/// <param name="Environment">production, sandbox, or null while unconfirmed (APNs).</param>
/// <param name="P256dh">Web Push subscriber key, base64url of 65 bytes.</param>
/// <param name="Auth">Web Push auth secret, base64url of 16 bytes.</param>
/// <param name="RegisteredAt">Last registration: a 410 older than this never kills the token.</param>
/// <param name="Bundle">Overrides the credential's topic where a device has its own.</param>
public sealed record DeviceTarget(string Token, string? Environment, string? P256dh, string? Auth, DateTimeOffset RegisteredAt, string? Bundle = null)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => "DeviceTarget";
}
