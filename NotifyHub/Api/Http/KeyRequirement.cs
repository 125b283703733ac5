using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Http;

/// <summary>Which keys an endpoint takes.</summary>
/// <param name="Scope">What a server key must be allowed.</param>
/// <param name="Publishable">Whether a publishable key is enough too.</param>
public sealed record KeyRequirement(ApiScopes Scope, bool Publishable);

/// <summary>States it on a route or a group.</summary>
public static class KeyRequirementExtensions
{
    /// <summary>Only callers with such a key get in, whatever cookie they hold; the handler may take a <c>KeyCaller</c>.</summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder route, ApiScopes scope, bool publishable = false) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new KeyRequirement(scope, publishable)).AllowAnonymous();
}
