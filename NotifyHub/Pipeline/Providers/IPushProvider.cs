using System.Text.Json.Nodes;

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

    /// <summary>Finds what a caller's raw override may not say: fields of a wrong type, and fields that would change where the message goes or what it is known by.</summary>
    void CheckOverride(JsonObject patch, string pointer, FaultList faults);

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
