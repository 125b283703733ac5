using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Apns;

/// <summary>The provider keys that the twin knows, as Apple's developer portal would.</summary>
internal sealed class ApnsKeyRing
{
    private readonly ConcurrentDictionary<string, ApnsKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces a key.</summary>
    /// <exception cref="ArgumentException">The PEM holds no P-256 key.</exception>
    /// <exception cref="CryptographicException">The PEM cannot be read.</exception>
    public void Register(string keyId, string teamId, string publicKeyPem, string topic)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem);
        _keys[keyId] = new ApnsKey(teamId, topic, key);
    }

    public ApnsKey? Find(string? keyId) => keyId is null ? null : _keys.GetValueOrDefault(keyId);
}

/// <summary>A registered key: whose it is, and the app it may send to.</summary>
internal sealed record ApnsKey(string TeamId, string Topic, ECDsa PublicKey)
{
    private static readonly string[] Suffixes =
        [".voip", ".complication", ".pushkit.fileprovider", ".location-query", ".voip-ptt", ".push-type.liveactivity"];

    /// <summary>The bundle id itself, or with the suffix of a push type.</summary>
    public bool MaySendTo(string topic) =>
        topic == Topic || (topic.StartsWith(Topic, StringComparison.Ordinal) && Suffixes.Contains(topic[Topic.Length..], StringComparer.Ordinal));
}
