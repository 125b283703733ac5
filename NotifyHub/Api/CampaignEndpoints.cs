using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Campaigns;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Campaigns: made, started, held and looked back on.</summary>
internal static class CampaignEndpoints
{
    private static readonly string[] States = ["draft", "scheduled", "running", "paused", "completed", "canceled"];

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        var campaigns = routes.MapApiGroup("/campaigns").WithTags("Campaigns");
        campaigns.MapPost("", CreateAsync).RequireKey(ApiScopes.Manage).Idempotent()
            .WithName("createCampaign").WithSummary("A draft: one push to an audience, in one wording or in several that are compared.")
            .WithDescription("Nothing is sent until it is started. Each person gets one wording on all their devices, chosen by a hash of person and campaign (docs/campaigns.md); with holdoutPercent some get none.")
            .Refuses(Problems.InvalidTarget, Problems.BatchTooLarge, Problems.ImageUrlNotAllowed, Problems.TooManyActions, Problems.ReservedKey, Problems.UnknownDevice, Problems.UnknownSegment, Problems.UnknownTemplate, Problems.PayloadTooLarge)
            .Example(Examples.CampaignRequest, 201, Examples.Campaign);
        campaigns.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listCampaigns").WithSummary("Campaigns, newest first, by state.").Example(null, 200, Examples.CampaignPage);
        campaigns.MapGet("/{cmp}", GetAsync).RequireKey(ApiScopes.Read)
            .WithName("getCampaign").WithSummary("A campaign with its wordings.").Refuses(Problems.NotFound).Example(null, 200, Examples.Campaign);
        campaigns.MapPatch("/{cmp}", ChangeAsync).RequireKey(ApiScopes.Manage)
            .WithName("changeCampaign").WithSummary("Changes a campaign that has not started.")
            .Refuses(Problems.NotFound, Problems.StateConflict, Problems.InvalidTarget, Problems.UnknownDevice, Problems.UnknownSegment, Problems.UnknownTemplate, Problems.PayloadTooLarge).Example(Examples.CampaignPatch, 200, Examples.Campaign);
        campaigns.MapDelete("/{cmp}", DeleteAsync).RequireKey(ApiScopes.Manage)
            .WithName("deleteCampaign").WithSummary("Removes a draft.").Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 204, null);
        campaigns.MapGet("/{cmp}/estimate", EstimateAsync).RequireKey(ApiScopes.Read)
            .WithName("estimateCampaign").WithSummary("How many devices it would go to now.").Refuses(Problems.NotFound, Problems.UnknownSegment).Example(null, 200, Examples.CampaignEstimate);
        campaigns.MapPost("/{cmp}/test-send", TestAsync).RequireKey(ApiScopes.Manage)
            .WithName("testCampaign").WithSummary("Sends its wordings to testers' devices at once, outside of the campaign: a test counts for no report, and its devices get the campaign's own message all the same.")
            .Refuses(Problems.NotFound, Problems.InvalidTarget, Problems.UnknownDevice, Problems.UnknownTemplate, Problems.PayloadTooLarge, Problems.DeviceRateLimited, Problems.QueueFull).Example(Examples.CampaignTest, 202, Examples.CampaignTested);
        campaigns.MapPost("/{cmp}/start", StartAsync).RequireKey(ApiScopes.Manage)
            .WithName("startCampaign").WithSummary("Starts it now or plans its start; one that has started is answered as it is, so a second press sends nothing.")
            .WithDescription("With expectedMatched it is refused (409, with matched) when the audience has moved by more than 1 % and more than 10 devices since the caller looked.")
            .Refuses(Problems.NotFound, Problems.StateConflict, Problems.InvalidTarget, Problems.UnknownDevice, Problems.UnknownSegment, Problems.UnknownTemplate, Problems.PayloadTooLarge, Problems.QueueFull).Example(Examples.CampaignStart, 200, Examples.CampaignRunning);
        campaigns.MapPost("/{cmp}/pause", PauseAsync).RequireKey(ApiScopes.Manage)
            .WithName("pauseCampaign").WithSummary("Holds it: no more of it is claimed from the answer on.").Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.CampaignRunning);
        campaigns.MapPost("/{cmp}/resume", ResumeAsync).RequireKey(ApiScopes.Manage)
            .WithName("resumeCampaign").WithSummary("Goes on from where it stood.").Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.CampaignRunning);
        campaigns.MapPost("/{cmp}/cancel", CancelAsync).RequireKey(ApiScopes.Manage)
            .WithName("cancelCampaign").WithSummary("Ends it for good; what has not left is taken back.").Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.CampaignRunning);
        campaigns.MapPost("/{cmp}/clone", CloneAsync).RequireKey(ApiScopes.Manage)
            .WithName("cloneCampaign").WithSummary("A new draft that says and reaches the same.").Refuses(Problems.NotFound).Example(null, 201, Examples.Campaign);
        campaigns.MapGet("/{cmp}/report", ReportAsync).RequireKey(ApiScopes.Read)
            .WithName("reportCampaign").WithSummary("What became of it: funnel, reasons, providers, and wordings with intervals and a verdict.").Refuses(Problems.NotFound).Example(null, 200, Examples.CampaignReport);
        campaigns.MapGet("/{cmp}/report.csv", CsvAsync).RequireKey(ApiScopes.Read).Produces<string>(StatusCodes.Status200OK, "text/csv")
            .WithName("exportCampaignReport").WithSummary("The report as CSV, one figure a line.").Refuses(Problems.NotFound).Example(null, 200, null);
    }

    private static async Task<Created<CampaignAnswer>> CreateAsync(JsonBody<CampaignRequest> body, KeyCaller caller, CampaignDesk desk, HttpContext http, CancellationToken cancel)
    {
        var made = await desk.CreateAsync(CallerOf(caller, http), body.Value, body.Once<CampaignView, CampaignAnswer>(StatusCodes.Status201Created, CampaignAnswer.From), cancel);
        return Made(made);
    }

    private static async Task<Ok<Page<CampaignAnswer>>> ListAsync(PageQuery page, KeyCaller caller, CampaignDesk desk, CancellationToken cancel, string? state = null)
    {
        var faults = new FaultList();
        faults.OneOf("?state", state, States);
        faults.ThrowIfAny();
        var rows = await desk.ListAsync(caller.ProjectId, state is null ? null : Enum.Parse<CampaignState>(state, ignoreCase: true), page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<CampaignAnswer>.Of(rows, page.Limit, CampaignAnswer.From, view => view.Row.Id));
    }

    private static async Task<Ok<CampaignAnswer>> GetAsync(string cmp, KeyCaller caller, CampaignDesk desk, CancellationToken cancel) => Answer(cmp, await desk.FindAsync(caller.ProjectId, Id(cmp), cancel));

    private static async Task<Ok<CampaignAnswer>> ChangeAsync(string cmp, JsonBody<CampaignPatch> body, KeyCaller caller, CampaignDesk desk, HttpContext http, CancellationToken cancel) =>
        Answer(cmp, await desk.ChangeAsync(CallerOf(caller, http), Id(cmp), body.Value, cancel));

    private static async Task<NoContent> DeleteAsync(string cmp, KeyCaller caller, CampaignDesk desk, HttpContext http, CancellationToken cancel) =>
        await desk.DeleteAsync(CallerOf(caller, http), Id(cmp), cancel) ? TypedResults.NoContent() : throw WireId.NotFound(cmp);

    private static async Task<Ok<CampaignEstimate>> EstimateAsync(string cmp, KeyCaller caller, CampaignDesk desk, CampaignControl control, CancellationToken cancel)
    {
        var found = await desk.FindAsync(caller.ProjectId, Id(cmp), cancel) ?? throw WireId.NotFound(cmp);
        return TypedResults.Ok(new CampaignEstimate(await control.MatchedAsync(caller.ProjectId, found.Row.Id, cancel) ?? throw WireId.NotFound(cmp), found.Row.Holdout / 100.0));
    }

    private static async Task<Accepted<CampaignTestAnswer>> TestAsync(string cmp, JsonBody<CampaignTest> body, KeyCaller caller, CampaignTester tester, HttpContext http, CancellationToken cancel) =>
        TypedResults.Accepted((string?)null, CampaignTestAnswer.From(await tester.SendAsync(CallerOf(caller, http), Id(cmp), body.Value, cancel) ?? throw WireId.NotFound(cmp)));

    private static async Task<Ok<CampaignAnswer>> StartAsync(string cmp, JsonBody<CampaignStart> body, KeyCaller caller, CampaignControl control, HttpContext http, CancellationToken cancel) =>
        Answer(cmp, await control.StartAsync(CallerOf(caller, http), Id(cmp), body.Value, cancel));

    private static async Task<Ok<CampaignAnswer>> PauseAsync(string cmp, KeyCaller caller, CampaignControl control, HttpContext http, CancellationToken cancel) =>
        Answer(cmp, await control.PauseAsync(CallerOf(caller, http), Id(cmp), cancel));

    private static async Task<Ok<CampaignAnswer>> ResumeAsync(string cmp, KeyCaller caller, CampaignControl control, HttpContext http, CancellationToken cancel) =>
        Answer(cmp, await control.ResumeAsync(CallerOf(caller, http), Id(cmp), cancel));

    private static async Task<Ok<CampaignAnswer>> CancelAsync(string cmp, KeyCaller caller, CampaignControl control, HttpContext http, CancellationToken cancel) =>
        Answer(cmp, await control.CancelAsync(CallerOf(caller, http), Id(cmp), cancel));

    private static async Task<Created<CampaignAnswer>> CloneAsync(string cmp, KeyCaller caller, CampaignDesk desk, HttpContext http, CancellationToken cancel) =>
        Made(await desk.CloneAsync(CallerOf(caller, http), Id(cmp), cancel: cancel) ?? throw WireId.NotFound(cmp));

    private static async Task<Ok<CampaignReportAnswer>> ReportAsync(string cmp, KeyCaller caller, CampaignReports reports, CancellationToken cancel) =>
        TypedResults.Ok(CampaignReportAnswer.From(await reports.OfAsync(caller.ProjectId, Id(cmp), cancel) ?? throw WireId.NotFound(cmp)));

    private static async Task<ContentHttpResult> CsvAsync(string cmp, KeyCaller caller, CampaignReports reports, HttpContext http, CancellationToken cancel)
    {
        var report = await reports.OfAsync(caller.ProjectId, Id(cmp), cancel) ?? throw WireId.NotFound(cmp);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{cmp}.csv\"";
        return TypedResults.Text(CampaignCsv.Write(report), "text/csv", Encoding.UTF8);
    }

    private static long Id(string cmp) => WireId.Require(RowId.Campaign, cmp);

    private static Ok<CampaignAnswer> Answer(string cmp, CampaignView? view) => TypedResults.Ok(CampaignAnswer.From(view ?? throw WireId.NotFound(cmp)));

    private static Created<CampaignAnswer> Made(CampaignView view) => TypedResults.Created($"{ApiServices.Root}/campaigns/{RowId.Format(RowId.Campaign, view.Row.Id)}", CampaignAnswer.From(view));

    private static CampaignCaller CallerOf(KeyCaller caller, HttpContext http) =>
        new(new SendOrigin(caller.ProjectId, caller.KeyId), $"key {caller.Name}", http.Connection.RemoteIpAddress?.ToString());
}
