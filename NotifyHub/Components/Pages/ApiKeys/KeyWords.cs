using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.ApiKeys;

/// <summary>A key's state and rights in words.</summary>
public static class KeyWords
{
    /// <summary>What a server key may be allowed, and what that means.</summary>
    public static IReadOnlyList<(ApiScopes Scope, string Name, string Meaning)> Scopes { get; } =
    [
        (ApiScopes.Send, "send", "Send and cancel pushes"),
        (ApiScopes.Devices, "devices", "Register, read and delete devices"),
        (ApiScopes.Users, "users", "Read and write people"),
        (ApiScopes.Preferences, "preferences", "Read and write people's choices"),
        (ApiScopes.Events, "events", "Report acks, taps and app events"),
        (ApiScopes.Read, "read", "Read sends, receipts and reports"),
        (ApiScopes.Manage, "manage", "Provider credentials and project settings"),
    ];

    /// <summary>"send, read", "everything", or what a publishable key may do.</summary>
    public static string RightsOf(ApiKey key) =>
        key.Kind == ApiKeyKind.Publishable ? "own device, acks and events"
        : key.Scopes == ApiScopes.All ? "everything"
        : string.Join(", ", Scopes.Where(s => key.Scopes.HasFlag(s.Scope)).Select(s => s.Name));

    /// <summary>Whether it works now.</summary>
    public static bool IsLive(ApiKey key, DateTimeOffset now) => key.RevokedAt is null && !(key.ExpiresAt <= now);

    /// <summary>Live, Rotated, Revoked, Expired, and how that feels.</summary>
    public static (string Label, Tone Tone) StateOf(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? ("Revoked", Tone.Idle)
        : key.ExpiresAt <= now ? ("Expired", Tone.Idle)
        : key.RotatedToId is not null ? ("Being replaced", Tone.Warn)
        : ("Live", Tone.Ok);

    /// <summary>What stands before the secret part, to tell keys apart.</summary>
    public static string Hint(ApiKey key) => $"{(key.Kind == ApiKeyKind.Server ? "nhs_" : "nhp_")}{key.LookupId[..6]}…";
}
