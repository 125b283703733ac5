using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>A project from above: its figures, its audit log.</summary>
internal static class ProjectEndpoints
{
    public static void MapProject(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapApiGroup("/projects/{project}").WithTags("Project").RequireKey(ApiScopes.Read);
        read.MapGet("/stats", StatsAsync)
            .WithName("getStats").WithSummary("The figures of the overview, at most a second old.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Stats);
        routes.MapApiGroup("/projects/{project}").WithTags("Project").RequireKey(ApiScopes.Manage).MapGet("/audit", AuditAsync)
            .WithName("listAudit").WithSummary("The audit log of the project, newest first. Entries are never changed; each hash covers the one before.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.AuditPage);
    }

    private static async Task<Ok<ProjectStats>> StatsAsync(string project, KeyCaller caller, OverviewQueries overview) =>
        TypedResults.Ok(ProjectStats.From(await overview.ReadAsync(ProjectRoute.Require(project, caller))));

    private static async Task<Ok<Page<AuditItem>>> AuditAsync(string project, PageQuery page, KeyCaller caller, HttpContext http, AuditQueries audit, CancellationToken cancel)
    {
        ProjectRoute.Require(project, caller);
        var rows = await audit.ListAsync(ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString()), page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<AuditItem>.Of(rows, page.Limit, AuditItem.From, entry => entry.Id));
    }
}
