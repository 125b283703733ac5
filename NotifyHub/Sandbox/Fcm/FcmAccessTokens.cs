using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>Access tokens given out, each for an hour.</summary>
internal sealed class FcmAccessTokens(TimeProvider clock)
{
    /// <summary>Seconds that Google's answer names: an hour less one.</summary>
    public const int LifeSeconds = 3599;

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>A fresh token; those that have run out are forgotten.</summary>
    public string Issue(string projectId)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, grant) in _grants)
        {
            if (grant.EndsAt <= now)
            {
                _grants.TryRemove(old, out _);
            }
        }

        var token = "ya29." + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        _grants[token] = new Grant(projectId, now.AddSeconds(LifeSeconds));
        return token;
    }

    /// <summary>The project a token may send for; null when it is unknown or has run out.</summary>
    public string? ProjectOf(string token) =>
        _grants.TryGetValue(token, out var grant) && grant.EndsAt > clock.GetUtcNow() ? grant.ProjectId : null;

    private sealed record Grant(string ProjectId, DateTimeOffset EndsAt);
}
