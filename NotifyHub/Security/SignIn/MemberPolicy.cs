using Microsoft.AspNetCore.Authorization;

namespace NotifyHub.Security.SignIn;

/// <summary>
/// The rule for every route that does not say otherwise: a signed-in person. Machine routes are outside it: they take keys only, look at no cookie,
/// and are never sent to a sign-in page.
/// </summary>
public sealed class MemberPolicy : AuthorizationHandler<MemberPolicy>, IAuthorizationRequirement
{
    private static readonly PathString[] Machines = ["/v1", "/api", "/--", "/openapi", "/docs", "/health"];

    /// <summary>Whether the path belongs to the face for machines.</summary>
    public static bool IsForMachines(PathString path) => Array.Exists(Machines, prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MemberPolicy requirement)
    {
        // In a circuit the resource is a route, not a request: there only the person counts.
        if (context.User.Identity?.IsAuthenticated == true || (context.Resource is HttpContext http && IsForMachines(http.Request.Path)))
        {
            context.Succeed(requirement);
        }
        return Task.CompletedTask;
    }
}
