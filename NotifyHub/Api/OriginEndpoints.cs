using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Security.WebOrigins;

namespace NotifyHub.Api;

/// <summary>Web sites whose pages may call with the project's publishable keys.</summary>
internal static class OriginEndpoints
{
    public static void MapOrigins(this IEndpointRouteBuilder routes)
    {
        var origins = routes.MapApiGroup("/projects/{project}/origins").WithTags("Project").RequireKey(ApiScopes.Manage);
        origins.MapGet("", ListAsync)
            .WithName("getOrigins").WithSummary("Web sites whose pages may call with a publishable key.")
            .WithDescription("Exactly these, scheme, host and port; none by default. Routes that take server keys only are closed to foreign pages in any case.")
            .Refuses(Problems.NotFound).Example(null, 200, ClientExamples.Origins);
        origins.MapPut("", SetAsync)
            .WithName("putOrigins").WithSummary("Replaces the list, at most 50.")
            .Refuses(Problems.NotFound).Example(ClientExamples.Origins, 200, ClientExamples.Origins);
    }

    private static async Task<Ok<OriginList>> ListAsync(string project, KeyCaller caller, OriginDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(new OriginList { Origins = await desk.ListAsync(ProjectRoute.Require(project, caller), cancel) });

    private static async Task<Ok<OriginList>> SetAsync(string project, JsonBody<OriginList> body, KeyCaller caller, HttpContext http, OriginDesk desk, CancellationToken cancel)
    {
        _ = ProjectRoute.Require(project, caller);
        return TypedResults.Ok(new OriginList { Origins = await desk.SetAsync(ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString()), body.Value.Origins, cancel) });
    }
}
