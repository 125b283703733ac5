using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>How the vendors treat a project.</summary>
internal static class ProviderHealthEndpoints
{
    public static void MapProviderHealth(this IEndpointRouteBuilder routes) =>
        routes.MapApiGroup("/projects/{id}/push").WithTags("Health").RequireKey(ApiScopes.Read)
            .MapGet("/health", HealthAsync)
            .WithName("getPushHealth").WithSummary("What each vendor answered in the last five minutes; the id may be \"current\".")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.PushHealth);

    private static async Task<Ok<PushHealthAnswer>> HealthAsync(string id, KeyCaller caller, ProviderHealthQueries health)
    {
        if (id != "current" && WireId.Require(RowId.Project, id) != caller.ProjectId)
        {
            throw WireId.NotFound(id);
        }
        return TypedResults.Ok(PushHealthAnswer.From(await health.ReadAsync(caller.ProjectId)));
    }
}
