using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.Sends;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>The lists that an operator looks at, for programs: sends and devices.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapApiGroup("/projects/{project}/push").WithTags("Deliveries").MapGet("/sends", SendsAsync).RequireKey(ApiScopes.Read)
            .WithName("listSends").WithSummary("Sends of the project, newest first.")
            .WithDescription("Filters narrow it and may be joined: status, provider, campaign, template, category, device, user, ack (yes or no), from and to (times of acceptance), q (part of the title or of the body's start, or a whole id). A rare match in a long list may take several pages to come, some of them empty: go on while there is a nextCursor.")
            .Refuses(Problems.NotFound).Example(null, 200, ClientExamples.SendList);
        routes.MapApiGroup("/push/tokens").WithTags("Devices").MapGet("", DevicesAsync).RequireKey(ApiScopes.Devices)
            .WithName("listDevices").WithSummary("Devices of the project, newest first; never their tokens.")
            .WithDescription("Filters narrow it and may be joined: user, provider, status, platform, q (a device id, the end of a token, an installation or user id, or part of the model).")
            .Example(null, 200, ClientExamples.DeviceList);
    }

    private static async Task<Ok<Page<SendListItem>>> SendsAsync(
        string project, PageQuery page, KeyCaller caller, SendQueries sends, CancellationToken cancel, string? status = null, string? provider = null, string? campaign = null,
        string? template = null, string? category = null, string? device = null, string? user = null, string? ack = null, string? from = null, string? to = null, string? q = null)
    {
        var own = ProjectRoute.Require(project, caller);
        var faults = new FaultList();
        faults.OneOf("?ack", ack, "yes", "no");
        foreach (var (name, value) in new[] { ("campaign", campaign), ("template", template), ("category", category), ("user", user), ("q", q) })
        {
            faults.Length("?" + name, value, 256);
        }
        long deviceId = 0;
        if (device is not null && !RowId.TryParse(RowId.Device, device, out deviceId))
        {
            faults.Add("?device", "bad_format", "This is no device id.");
        }
        var filter = new SendFilter
        {
            Campaign = campaign, Template = template, Category = category, UserId = user, Text = q, DeviceId = device is null ? null : deviceId,
            Acked = ack is null ? null : ack == "yes", From = QueryTime.Read(faults, "from", from), To = QueryTime.Read(faults, "to", to),
        };
        faults.ThrowIfAny();
        filter = filter with { Status = WireNames.Status(status), Provider = WireNames.Provider(provider) };
        var found = await sends.PageAsync(own, filter, new ListCursor(page.Before), page.Limit, cancel);
        return TypedResults.Ok(new Page<SendListItem>([.. found.Items.Select(SendListItem.From)], CursorOf(found.Older)));
    }

    private static async Task<Ok<Page<DeviceListItem>>> DevicesAsync(
        PageQuery page, KeyCaller caller, DeviceQueries devices, CancellationToken cancel, string? user = null, string? provider = null, string? status = null, string? platform = null, string? q = null)
    {
        var faults = new FaultList();
        faults.OneOf("?status", status, "active", "retired", "quarantined");
        foreach (var (name, value) in new[] { ("user", user), ("platform", platform), ("q", q) })
        {
            faults.Length("?" + name, value, 256);
        }
        faults.ThrowIfAny();
        var filter = new DeviceFilter { UserId = user, Platform = platform, Text = q, Provider = WireNames.Provider(provider, ProviderNames.Supported), Status = status is null ? null : Enum.Parse<DeviceStatus>(status, ignoreCase: true) };
        var found = await devices.PageAsync(caller.ProjectId, filter, new ListCursor(page.Before), page.Limit, cancel);
        return TypedResults.Ok(new Page<DeviceListItem>([.. found.Items.Select(DeviceListItem.From)], CursorOf(found.Older)));
    }

    private static string? CursorOf(ListCursor? older) => older?.Before is { } id ? RowId.Format(PageQuery.CursorPrefix, id) : null;
}
