using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Pipeline.Delivery.DeadLetters;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What was given up: list, reasons, replay at a rate, discard, restore, export.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapApiGroup("/projects/{project}/deadletters").WithTags("Dead letters").RequireKey(ApiScopes.Manage);
        letters.MapGet("", ListAsync)
            .WithName("listDeadLetters").WithSummary("Deliveries that were given up, newest first.")
            .WithDescription("By reason, provider, campaign, device, time of acceptance or text; discarded=true lists those that were put aside. A page may hold fewer rows than limit, even none, while nextCursor goes on: a search looks at a bounded number of rows.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.DeadLetterPage);
        letters.MapGet("/reasons", ReasonsAsync)
            .WithName("countDeadLetters").WithSummary("Counts by reason, with what to do about each.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.DeadLetterReasons);
        letters.MapGet("/export", ExportAsync).Produces<string>(StatusCodes.Status200OK, "text/csv")
            .WithName("exportDeadLetters").WithSummary("The list as CSV, streamed; takes the filters of the list.")
            .Refuses(Problems.NotFound).Example(null, 200, null);
        letters.MapPost("/replay", ReplayAsync).TakesBulk().Idempotent()
            .WithName("replayDeadLetters").WithSummary("Sends them again, at a rate, under their old message ids.")
            .WithDescription("Each gets a fresh series of tries; its history stays. One whose time to live is over is left alone. Ids are done at once; a filter becomes a run in the background.")
            .Refuses(Problems.NotFound, Problems.BatchTooLarge).Example(Examples.DeadLetterReplay, 202, Examples.DeadLetterRun);
        letters.MapPost("/discard", (string project, JsonBody<DeadLetterChoiceBody> body, KeyCaller caller, HttpContext http, DeadLetterControl control, CancellationToken cancel) =>
                ChooseAsync(project, DeadLetterDeed.Discard, body, caller, http, control, cancel)).TakesBulk().Idempotent()
            .WithName("discardDeadLetters").WithSummary("Puts them aside: off the list, kept in the history.")
            .Refuses(Problems.NotFound, Problems.BatchTooLarge).Example(Examples.DeadLetterChoice, 202, Examples.DeadLetterRun);
        letters.MapPost("/restore", (string project, JsonBody<DeadLetterChoiceBody> body, KeyCaller caller, HttpContext http, DeadLetterControl control, CancellationToken cancel) =>
                ChooseAsync(project, DeadLetterDeed.Restore, body, caller, http, control, cancel)).TakesBulk().Idempotent()
            .WithName("restoreDeadLetters").WithSummary("Takes a discard back.")
            .Refuses(Problems.NotFound, Problems.BatchTooLarge).Example(Examples.DeadLetterChoice, 202, Examples.DeadLetterRun);
        letters.MapGet("/runs/{run}", RunAsync)
            .WithName("getDeadLetterRun").WithSummary("How far a replay, discard or restore is.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.DeadLetterRun);
    }

    private static async Task<Ok<Page<DeadLetterItem>>> ListAsync(
        string project, PageQuery page, KeyCaller caller, DeadLetterQueries letters, CancellationToken cancel,
        string? reason = null, string? provider = null, string? campaign = null, string? device = null, string? from = null, string? to = null, string? q = null, string? discarded = null)
    {
        var found = await letters.PageAsync(
            ProjectRoute.Require(project, caller), Filter(reason, provider, campaign, device, from, to, q, discarded), new ListCursor(Before: page.Before), page.Limit, cancel);
        return TypedResults.Ok(new Page<DeadLetterItem>(
            [.. found.Items.Select(DeadLetterItem.From)], found.Older is { Before: { } before } ? RowId.Format(PageQuery.CursorPrefix, before) : null));
    }

    private static async Task<Ok<DeadLetterReasonList>> ReasonsAsync(string project, KeyCaller caller, DeadLetterQueries letters, CancellationToken cancel) =>
        TypedResults.Ok(new DeadLetterReasonList([.. (await letters.GroupsAsync(ProjectRoute.Require(project, caller), cancel))
            .Select(g => new DeadLetterReasonItem(g.Reason.ToString(), DeadLetterReasons.Words(g.Reason), DeadLetterReasons.Remedy(g.Reason), g.Count))]));

    private static PushStreamHttpResult ExportAsync(
        string project, KeyCaller caller, DeadLetterQueries letters, CancellationToken cancel,
        string? reason = null, string? provider = null, string? campaign = null, string? device = null, string? from = null, string? to = null, string? q = null, string? discarded = null)
    {
        var (own, filter) = (ProjectRoute.Require(project, caller), Filter(reason, provider, campaign, device, from, to, q, discarded));
        return TypedResults.Stream(stream => letters.WriteCsvAsync(own, filter, stream, cancel), "text/csv; charset=utf-8", "dead-letters.csv");
    }

    private static async Task<Accepted<DeadLetterRunAnswer>> ReplayAsync(
        string project, JsonBody<DeadLetterReplay> body, KeyCaller caller, HttpContext http, DeadLetterControl control, CancellationToken cancel)
    {
        var (own, wish) = (ProjectRoute.Require(project, caller), body.Value);
        var selection = DeadLetterWire.Selection(wish.Ids, wish.Filter, wish.IncludePoison, wish.MaxPerSecond);
        var order = new DeadLetterOrder(own, Actor(caller), Ip(http), DeadLetterDeed.Replay, selection, wish.MaxPerSecond);
        return Answer(await control.StartAsync(order, body.Once<DeadLetterAnswer, DeadLetterRunAnswer>(StatusCodes.Status202Accepted, DeadLetterRunAnswer.From), cancel));
    }

    private static async Task<Accepted<DeadLetterRunAnswer>> ChooseAsync(
        string project, DeadLetterDeed deed, JsonBody<DeadLetterChoiceBody> body, KeyCaller caller, HttpContext http, DeadLetterControl control, CancellationToken cancel)
    {
        var own = ProjectRoute.Require(project, caller);
        var order = new DeadLetterOrder(own, Actor(caller), Ip(http), deed, DeadLetterWire.Selection(body.Value.Ids, body.Value.Filter));
        return Answer(await control.StartAsync(order, body.Once<DeadLetterAnswer, DeadLetterRunAnswer>(StatusCodes.Status202Accepted, DeadLetterRunAnswer.From), cancel));
    }

    private static async Task<Ok<DeadLetterRunAnswer>> RunAsync(string project, string run, KeyCaller caller, DeadLetterQueries letters, CancellationToken cancel) =>
        TypedResults.Ok(DeadLetterRunAnswer.From(
            await letters.RunAsync(ProjectRoute.Require(project, caller), WireId.Require(RowId.DeadLetterRun, run), cancel) ?? throw WireId.NotFound(run)));

    private static DeadLetterFilter Filter(string? reason, string? provider, string? campaign, string? device, string? from, string? to, string? q, string? discarded)
    {
        var faults = new FaultList();
        faults.OneOf("?discarded", discarded, "true", "false");
        faults.ThrowIfAny();
        return DeadLetterWire.Query(
            new DeadLetterFilterBody { Reason = reason, Provider = provider, Campaign = campaign, Device = device, From = DeadLetterWire.Time("from", from), To = DeadLetterWire.Time("to", to), Q = q },
            discarded == "true");
    }

    private static Accepted<DeadLetterRunAnswer> Answer(DeadLetterAnswer answer) => TypedResults.Accepted((string?)null, DeadLetterRunAnswer.From(answer));

    private static string Actor(KeyCaller caller) => $"key {caller.Name}";

    private static string? Ip(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
