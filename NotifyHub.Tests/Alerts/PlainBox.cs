using NotifyHub.Security.Secrets;

namespace NotifyHub.Tests.Alerts;

/// <summary>A box that seals by name only; the real one has tests of its own.</summary>
internal sealed class PlainBox : ISecretBox
{
    public byte[] Seal(SecretPlace place, ReadOnlySpan<byte> clear) => [0x53, .. clear];

    public byte[] Open(SecretPlace place, ReadOnlySpan<byte> @sealed) => @sealed[1..].ToArray();

    public byte[] Hash(string purpose, long projectId, ReadOnlySpan<byte> clear) => System.Security.Cryptography.SHA256.HashData(clear);
}
