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
    public static TBuilder RequireKey<TBuilder>(this TBuilder route, ApiScopes scope, bool publishable = false) where TBuilder : IEndpointConventionBuilder
    {
        if (publishable)
        {
            // Pages call these: a browser asks first (OPTIONS), and CorsMiddleware answers.
            route.Finally(endpoint =>
            {
                foreach (var methods in endpoint.Metadata.OfType<IHttpMethodMetadata>())
                {
                    methods.AcceptCorsPreflight = true;
                }
            });
        }
        return route.WithMetadata(new KeyRequirement(scope, publishable)).AllowAnonymous();
    }
}
