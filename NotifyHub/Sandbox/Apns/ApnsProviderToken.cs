using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Apns;

/// <summary>Apple's check of <c>authorization: bearer</c>: a known key, its own team, a good ES256 signature, at most an hour old.</summary>
internal sealed class ApnsProviderToken(ApnsKeyRing keys, TimeProvider clock)
{
    private const string Scheme = "bearer ";
    private static readonly TimeSpan OldestAge = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>The key that signed, or Apple's word for what is wrong.</summary>
    public (ApnsKey? Key, string? Reason) Check(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return (null, "MissingProviderToken");
        }

        var jwt = CompactJwt.Parse(authorization[Scheme.Length..].Trim());
        if (jwt is null || keys.Find(jwt.KeyId) is not { } key || jwt.Claim("iss") != key.TeamId || !jwt.IsSignedBy(key.PublicKey))
        {
            return (null, "InvalidProviderToken");
        }

        var now = clock.GetUtcNow();
        return jwt.Instant("iat") is { } issued && issued <= now + ClockSkew && now - issued <= OldestAge
            ? (key, null)
            : (null, "ExpiredProviderToken");
    }
}
