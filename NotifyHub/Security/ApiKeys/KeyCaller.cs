using NotifyHub.Data.Rows;

namespace NotifyHub.Security.ApiKeys;

/// <summary>Who calls the API: the key's project and rights. Bound as a parameter of endpoint handlers.</summary>
/// <param name="ProjectId">The only project that this caller may touch.</param>
/// <param name="KeyId">The key's row.</param>
/// <param name="Kind">Server or publishable.</param>
/// <param name="Scopes">Rights of a server key.</param>
/// <param name="Name">The key's name, for the audit log.</param>
public sealed record KeyCaller(long ProjectId, long KeyId, ApiKeyKind Kind, ApiScopes Scopes, string Name)
{
    /// <summary>The caller that the key check found; endpoints without that check get none and answer 400.</summary>
    public static ValueTask<KeyCaller?> BindAsync(HttpContext context) => new(context.Features.Get<KeyCaller>());
}
