using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>How the vendors treat a project, what protects it, and what an operator may do about it.</summary>
internal static class ProviderHealthEndpoints
{
    public static void MapProviderHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapApiGroup("/projects/{id}/push").WithTags("Health").RequireKey(ApiScopes.Read)
            .MapGet("/health", HealthAsync)
            .WithName("getPushHealth").WithSummary("What each vendor answered in the last five minutes; the id may be \"current\".")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.PushHealth);
        var manage = routes.MapApiGroup("/projects/{project}/push").WithTags("Health").RequireKey(ApiScopes.Manage);
        manage.MapGet("/settings", SettingsAsync)
            .WithName("getDeliverySettings").WithSummary("Limits, throttle, quarantine, breaker, ramp and stale devices: what is set, what holds, what the defaults are.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.DeliverySettings);
        manage.MapPut("/settings", StoreSettingsAsync)
            .WithName("storeDeliverySettings").WithSummary("Replaces the delivery settings; what is left out follows the defaults.")
            .WithDescription("Running workers follow at once. Rates: perSecond 0 means no limit but the installation's. staleDays 0 and rampSeconds 0 switch them off.")
            .Refuses(Problems.NotFound).Example(Examples.DeliverySettingsChange, 200, Examples.DeliverySettings);
        manage.MapPost("/health/{provider}/lift", LiftAsync).MayHaveNoBody()
            .WithName("liftQuarantine").WithSummary("Ends a vendor's rest: everything may go again, at a rate that climbs.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        manage.MapPost("/health/{provider}/probe", ProbeAsync).MayHaveNoBody()
            .WithName("probeQuarantine").WithSummary("Lets one send go now; its answer decides whether the rest ends.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        manage.MapPost("/health/{provider}/restore", RestoreAsync).MayHaveNoBody()
            .WithName("restoreTokens").WithSummary("Brings back every token that was set aside, with the messages that wait for it.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Devices);
        manage.MapPost("/health/{provider}/retire", RetireAsync).MayHaveNoBody()
            .WithName("retireTokens").WithSummary("Retires every token that was set aside: the vendor was right.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Devices);
    }

    private static async Task<Ok<PushHealthAnswer>> HealthAsync(string id, KeyCaller caller, ProviderHealthQueries health, LimitReadings limits, CancellationToken cancel)
    {
        if (id != "current" && WireId.Require(RowId.Project, id) != caller.ProjectId)
        {
            throw WireId.NotFound(id);
        }
        return TypedResults.Ok(PushHealthAnswer.From(await health.ReadAsync(caller.ProjectId), await limits.ReadAsync(caller.ProjectId, cancel)));
    }

    private static async Task<Ok<DeliverySettingsAnswer>> SettingsAsync(string project, KeyCaller caller, HttpContext http, SettingsDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(DeliverySettingsAnswer.From(await desk.ReadAsync(AdminOf(project, caller, http).ProjectId, cancel)));

    private static async Task<Ok<DeliverySettingsAnswer>> StoreSettingsAsync(
        string project, JsonBody<DeliverySettings> body, KeyCaller caller, HttpContext http, SettingsDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(DeliverySettingsAnswer.From(await desk.StoreAsync(AdminOf(project, caller, http), body.Value, cancel)));

    private static async Task<NoContent> LiftAsync(string project, string provider, KeyCaller caller, HttpContext http, ProviderControl control, CancellationToken cancel)
    {
        var by = AdminOf(project, caller, http);
        await control.LiftAsync(by.ProjectId, Vendor(provider), by.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ProbeAsync(string project, string provider, KeyCaller caller, HttpContext http, ProviderControl control, CancellationToken cancel)
    {
        var by = AdminOf(project, caller, http);
        await control.ProbeAsync(by.ProjectId, Vendor(provider), by.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DevicesAnswer>> RestoreAsync(string project, string provider, KeyCaller caller, HttpContext http, ProviderControl control, CancellationToken cancel)
    {
        var by = AdminOf(project, caller, http);
        return TypedResults.Ok(new DevicesAnswer(await control.RestoreAsync(by.ProjectId, Vendor(provider), by.Actor, cancel)));
    }

    private static async Task<Ok<DevicesAnswer>> RetireAsync(string project, string provider, KeyCaller caller, HttpContext http, ProviderControl control, CancellationToken cancel)
    {
        var by = AdminOf(project, caller, http);
        return TypedResults.Ok(new DevicesAnswer(await control.RetireAsync(by.ProjectId, Vendor(provider), by.Actor, cancel)));
    }

    private static ProviderKind Vendor(string wire) =>
        ProviderNames.TryParse(wire, ProviderNames.Called, out var kind) ? kind : throw new RefusedException(RefusalCode.NotFound, $"There is no provider of this name; {string.Join(", ", ProviderNames.Called.Select(p => p.Wire()))} are there.");

    // A key speaks for its own project; another's id names nothing, like an unknown one.
    private static ProjectAdmin AdminOf(string project, KeyCaller caller, HttpContext http) =>
        project == "current" || WireId.Require(RowId.Project, project) == caller.ProjectId
            ? ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString())
            : throw WireId.NotFound(project);
}
