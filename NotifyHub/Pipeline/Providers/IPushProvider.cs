namespace NotifyHub.Pipeline.Providers;

/// <summary>One vendor's wire: the product's message in, a classified outcome out. No database, no clock of its own, no retry.</summary>
public interface IPushProvider
{
    /// <summary>apns, fcm, webpush, huawei, mipush, expo: the name on the wire and in settings.</summary>
    string Name { get; }

    /// <summary>Sends one message to one device. Never throws for anything a vendor or the network can do: that is an outcome. Throws only when cancelled.</summary>
    Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel);

    /// <summary>Bytes of the vendor's payload for this message, and the vendor's maximum, so that intake can refuse in time.</summary>
    PayloadSize Measure(PushMessage message, string messageId);

    /// <summary>The vendor's payload as it will be sent, for the dashboard (indented JSON; no token, no secret).</summary>
    string Preview(PushMessage message, string messageId);

    /// <summary>Checks a credential's shape before it is stored. Repairs what can be repaired (a PEM that lost its line breaks).</summary>
    CredentialShape CheckShape(string configJson, string secretJson);

    /// <summary>Proves a credential with the vendor and delivers nothing.</summary>
    Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel);
}

/// <summary>One call to a vendor.</summary>
/// <param name="Credential">Which account sends.</param>
/// <param name="Target">The device's token or subscription.</param>
/// <param name="Message">What to show.</param>
/// <param name="MessageId">The delivery's wire id (<c>dlv_...</c>), injected as <c>notifyhub_msg_id</c>; also the seed of <c>apns-id</c>, so a resend carries the same id.</param>
/// <param name="TimeToLive">What is left of the message's life; zero means now or never; null means the vendor's default.</param>
/// <param name="ExpiresAt">The same as an instant, for vendors that want one.</param>
public sealed record ProviderCall(ProviderSecret Credential, DeviceTarget Target, PushMessage Message, string MessageId, TimeSpan? TimeToLive, DateTimeOffset? ExpiresAt);

/// <summary>An opened credential. <paramref name="CacheKey"/> is unique per project, credential id and version: caches of auth tokens and clients hang on it.</summary>
public sealed record ProviderSecret(string CacheKey, string ConfigJson, string SecretJson)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"ProviderSecret({CacheKey})";
}

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

/// <summary>Size of a rendered payload in UTF-8 bytes.</summary>
public readonly record struct PayloadSize(int ActualBytes, int MaxBytes)
{
    /// <summary>Whether the vendor would take it.</summary>
    public bool Fits => ActualBytes <= MaxBytes;
}

/// <summary>Result of looking at a credential's files. <paramref name="Problem"/> null means fine.</summary>
/// <param name="Problem">In words, for the person who uploaded it, e.g. "This is a google-services.json; a service account key is needed".</param>
/// <param name="Pointer">JSON pointer of the field at fault, e.g. <c>/secret/p8</c>.</param>
/// <param name="ConfigJson">The config to store (repaired or completed).</param>
/// <param name="SecretJson">The secret to seal (repaired or generated, e.g. a VAPID pair).</param>
/// <param name="Fingerprint">Short public print of the key, to tell versions apart.</param>
public sealed record CredentialShape(string? Problem, string? Pointer, string ConfigJson, string SecretJson, string Fingerprint);

/// <summary>What a probe found.</summary>
/// <param name="Verdict">ok, limited, rejected, malformed or unreachable.</param>
/// <param name="Code">The vendor's own word.</param>
/// <param name="Detail">In our words.</param>
public sealed record ProbeVerdict(string Verdict, string? Code, string Detail);
