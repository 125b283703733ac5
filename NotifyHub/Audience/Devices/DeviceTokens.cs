using System.Text;
using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Audience.Devices;

/// <summary>A device's address in clear: a token, or a Web Push subscription.</summary>
/// <param name="Token">Token; for Web Push the endpoint.</param>
/// <param name="P256dh">Web Push only: subscriber key, base64url.</param>
/// <param name="Auth">Web Push only: auth secret, base64url.</param>
public sealed record DeviceAddress(string Token, string? P256dh = null, string? Auth = null)
{
    /// <summary>Never prints the token: it is a credential.</summary>
    public override string ToString() => "DeviceAddress";
}

/// <summary>Seals, opens and hashes device tokens.</summary>
public sealed class DeviceTokens(ISecretBox box)
{
    private const string Field = "devices.sealed_token";

    /// <summary>Sealed to the device's row.</summary>
    public byte[] Seal(long projectId, long deviceId, DeviceAddress address) =>
        box.Seal(new SecretPlace(Field, projectId, deviceId), JsonSerializer.SerializeToUtf8Bytes(address));

    /// <summary>The address in clear, for a call to the vendor.</summary>
    public DeviceAddress Open(long projectId, long deviceId, byte[] sealedToken) =>
        JsonSerializer.Deserialize<DeviceAddress>(box.Open(new SecretPlace(Field, projectId, deviceId), sealedToken))!;

    /// <summary>What makes a token unique in a project: provider and token.</summary>
    public byte[] Hash(long projectId, ProviderKind provider, string token) =>
        box.Hash("devices.token_hash", projectId, Encoding.UTF8.GetBytes($"{(int)provider}:{token}"));

    /// <summary>The hash of a device that has no token any more: one that no token can have, by its own id.</summary>
    public byte[] Forgotten(long projectId, ProviderKind provider, long deviceId) => Hash(projectId, provider, $" forgotten {deviceId}");

    /// <summary>What is shown in its place.</summary>
    public static string Tail(string token) => token.Length <= 8 ? token[^Math.Min(2, token.Length)..] : token[^6..];
}
