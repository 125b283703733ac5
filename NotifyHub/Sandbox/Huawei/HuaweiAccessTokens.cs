using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>Access tokens given out, each for an hour.</summary>
internal sealed class HuaweiAccessTokens(TimeProvider clock)
{
    /// <summary>Seconds that Huawei's answer names.</summary>
    public const int LifeSeconds = 3600;

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>A fresh token; those that ran out a while ago are forgotten.</summary>
    public string Issue(string appId)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, grant) in _grants)
        {
            if (grant.EndsAt.AddSeconds(LifeSeconds) <= now)
            {
                _grants.TryRemove(old, out _);
            }
        }

        // Standard base64 with its plus and slash, as Huawei's are: a client that mishandles them shows here.
        var token = "DAEA" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        _grants[token] = new Grant(appId, now.AddSeconds(LifeSeconds));
        return token;
    }

    /// <summary>What a token is worth: the app it may send for, and whether its time is over. Null when it was never given out.</summary>
    public (string AppId, bool Expired)? Look(string token) =>
        _grants.TryGetValue(token, out var grant) ? (grant.AppId, grant.EndsAt <= clock.GetUtcNow()) : null;

    private sealed record Grant(string AppId, DateTimeOffset EndsAt);
}
