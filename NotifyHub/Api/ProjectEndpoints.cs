using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Overview;
using NotifyHub.Insights.Sends;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>A project from above: its sends, its figures, its audit log.</summary>
internal static class ProjectEndpoints
{
    private const int TextMax = 200;

    public static void MapProject(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapApiGroup("/projects/{project}").WithTags("Project").RequireKey(ApiScopes.Read);
        read.MapGet("/sends", SendsAsync)
            .WithName("listSends").WithSummary("Sends, newest first: the list of the dashboard.")
            .WithDescription("By status, provider, campaign, template, category, device, user, ack (yes or no), time of acceptance (from, to: UTC) or text. A page may hold fewer rows than limit, even none, while nextCursor goes on: a search looks at a bounded number of rows.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.SendPage);
        read.MapGet("/stats", StatsAsync)
            .WithName("getStats").WithSummary("The figures of the overview, at most a second old.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Stats);
        routes.MapApiGroup("/projects/{project}").WithTags("Project").RequireKey(ApiScopes.Manage).MapGet("/audit", AuditAsync)
            .WithName("listAudit").WithSummary("The audit log of the project, newest first. Entries are never changed; each hash covers the one before.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.AuditPage);
    }

    private static async Task<Ok<Page<SendItem>>> SendsAsync(
        string project, PageQuery page, KeyCaller caller, SendQueries sends, CancellationToken cancel, string? status = null, string? provider = null, string? campaign = null,
        string? template = null, string? category = null, string? device = null, string? user = null, string? ack = null, string? from = null, string? to = null, string? q = null)
    {
        var own = ProjectRoute.Require(project, caller);
        var (faults, deviceId) = (new FaultList(), 0L);
        faults.OneOf("?ack", ack, "yes", "no");
        if (device is not null && !RowId.TryParse(RowId.Device, device, out deviceId))
        {
            faults.Add("?device", "bad_format", "This is no device id.");
        }
        foreach (var (name, value) in new[] { ("?campaign", campaign), ("?template", template), ("?category", category), ("?user", user), ("?q", q) })
        {
            faults.Length(name, value, TextMax);
        }
        faults.ThrowIfAny();
        var filter = new SendFilter
        {
            Status = WireNames.Status(status), Provider = WireNames.Provider(provider), Campaign = campaign, Template = template, Category = category, DeviceId = device is null ? null : deviceId,
            UserId = user, Acked = ack is null ? null : ack == "yes", From = DeadLetterWire.Time("from", from), To = DeadLetterWire.Time("to", to), Text = q,
        };
        var found = await sends.PageAsync(own, filter, new ListCursor(Before: page.Before), page.Limit, cancel);
        return TypedResults.Ok(new Page<SendItem>([.. found.Items.Select(SendItem.From)], found.Older is { Before: { } before } ? RowId.Format(PageQuery.CursorPrefix, before) : null));
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
