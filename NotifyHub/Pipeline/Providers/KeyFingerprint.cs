using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers;

/// <summary>A short public print of a key, to tell versions apart on a page.</summary>
internal static class KeyFingerprint
{
    /// <summary>First 16 hex digits of the SHA-256 of public bytes, e.g. <c>sha256:1f2e3d4c5b6a7988</c>.</summary>
    public static string Of(ReadOnlySpan<byte> publicKey) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16]}";
}
