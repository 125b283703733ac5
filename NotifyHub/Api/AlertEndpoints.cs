using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Alerts;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>Alerts of a project, and whom it tells.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapApiGroup("/projects/{project}/alerts").WithTags("Alerts");
        alerts.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listAlerts").WithSummary("Open ones, or with state=past those that are over; newest first.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.AlertPage);
        alerts.MapPost("/{alert}/acknowledge", AcknowledgeAsync).RequireKey(ApiScopes.Manage)
            .WithName("acknowledgeAlert").WithSummary("Says that somebody has seen it; it stays open.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        alerts.MapGet("/settings", SettingsAsync).RequireKey(ApiScopes.Manage)
            .WithName("getAlertSettings").WithSummary("Whom the project tells.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.AlertSettings);
        alerts.MapPut("/settings", SaveAsync).RequireKey(ApiScopes.Manage)
            .WithName("putAlertSettings").WithSummary("Sets whom the project tells; the webhook's secret is shown once.")
            .Refuses(Problems.NotFound, Problems.EndpointNotAllowed).Example(Examples.AlertSettingsBody, 200, Examples.AlertSettings);
        alerts.MapPost("/settings/test", TestAsync).RequireKey(ApiScopes.Manage)
            .WithName("testAlertSettings").WithSummary("Sends a test to every place of the settings.")
            .Refuses(Problems.NotFound).Example(null, 202, Examples.AlertTest);
    }

    // A key is a project's: what concerns the whole installation is not its business.
    private static async Task<Ok<Page<AlertItem>>> ListAsync(string project, PageQuery page, KeyCaller caller, AlertQueries alerts, CancellationToken cancel, string? state = null)
    {
        var faults = new FaultList();
        faults.OneOf("?state", state, "open", "past");
        faults.ThrowIfAny();
        var own = ProjectRoute.Require(project, caller);
        if (state != "past")
        {
            return TypedResults.Ok(new Page<AlertItem>([.. (await alerts.OpenAsync(own, installation: false, cancel)).Select(AlertItem.From)], null));
        }
        var lines = await alerts.PastAsync(own, installation: false, page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<AlertItem>.Of(lines, page.Limit, AlertItem.From, line => line.Alert.Id));
    }

    private static async Task<NoContent> AcknowledgeAsync(string project, string alert, KeyCaller caller, AlertControl control, AlertQueries alerts, CancellationToken cancel)
    {
        var (own, id) = (ProjectRoute.Require(project, caller), WireId.Require(RowId.Alert, alert));
        if (!await alerts.ExistsAsync(own, id, cancel))
        {
            throw WireId.NotFound(alert);
        }
        await control.AcknowledgeAsync(own, id, $"key {caller.Name}", cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<AlertSettingsAnswer>> SettingsAsync(string project, KeyCaller caller, AlertSettingsDesk desk, IOptions<SmtpOptions> smtp, CancellationToken cancel) =>
        TypedResults.Ok(AlertSettingsAnswer.From(await desk.ReadAsync(ProjectRoute.Require(project, caller), cancel), smtp.Value.IsSet));

    private static async Task<Ok<AlertSettingsAnswer>> SaveAsync(
        string project, JsonBody<AlertSettingsBody> body, KeyCaller caller, HttpContext http, AlertSettingsDesk desk, IOptions<SmtpOptions> smtp, CancellationToken cancel)
    {
        var wish = body.Value;
        var saved = await desk.SaveAsync(AdminOf(project, caller, http), new AlertWish(wish.Emails, wish.WebhookUrl, wish.BacklogSeconds, wish.NewSecret), cancel);
        return TypedResults.Ok(AlertSettingsAnswer.From(saved.Settings, smtp.Value.IsSet, saved.NewSecret));
    }

    private static async Task<Accepted<AlertTestAnswer>> TestAsync(string project, KeyCaller caller, HttpContext http, AlertSettingsDesk desk, AlertControl control, CancellationToken cancel)
    {
        var by = AdminOf(project, caller, http);
        return TypedResults.Accepted((string?)null, new AlertTestAnswer(await control.TestAsync(by, await desk.ReadAsync(by.ProjectId, cancel), "", cancel)));
    }

    private static ProjectAdmin AdminOf(string project, KeyCaller caller, HttpContext http)
    {
        ProjectRoute.Require(project, caller);
        return ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString());
    }
}
