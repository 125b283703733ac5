using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Impact;
using NotifyHub.Pipeline.Feedback.Events;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What happened in apps, and which messages it came from.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapApiGroup("/events").WithTags("Events");
        events.MapPost("", ReportAsync).RequireKey(ApiScopes.Events, publishable: true).TakesItems(EventIntake.MaxBatch).Idempotent()
            .WithName("reportEvents").WithSummary("Reports one event, or up to 500.")
            .WithDescription("A JSON object, an array of objects, or one object a line (application/x-ndjson). An event with an id is kept once, however often it is reported. It counts for a push when its breadcrumbs name the push (type push, data.msgId) or when its session acked it, within 24 hours after the push reached the device.")
            .Refuses(Problems.BatchTooLarge).Example(Examples.EventReport, 200, Examples.EventsKept);
        events.MapGet("/{evt}", FindAsync).RequireKey(ApiScopes.Read)
            .WithName("getEvent").WithSummary("An event and the pushes that came before it.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.EventFound);
        routes.MapApiGroup("/campaigns").WithTags("Campaigns").MapGet("/{campaign}/downstream", CampaignAsync).RequireKey(ApiScopes.Read)
            .WithName("getCampaignDownstream").WithSummary("What the messages of a campaign led to.")
            .WithDescription("By the tag campaignId of the sends.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.CampaignDownstream);
    }

    private static async Task<Ok<EventsAnswer>> ReportAsync(JsonItems<EventReport> body, KeyCaller caller, EventIntake intake, CancellationToken cancel)
    {
        var once = body.Once<IReadOnlyList<KeptEvent>, EventsAnswer>(StatusCodes.Status200OK, EventsAnswer.From);
        return TypedResults.Ok(EventsAnswer.From(await intake.KeepAsync(caller.ProjectId, body.Values, body.Pointer, once, cancel)));
    }

    private static async Task<Ok<EventAnswer>> FindAsync(string evt, KeyCaller caller, EventQueries events, CancellationToken cancel) =>
        TypedResults.Ok(EventAnswer.From(await events.FindAsync(caller.ProjectId, WireId.Require(RowId.Event, evt), cancel) ?? throw WireId.NotFound(evt)));

    private static async Task<Ok<CampaignDownstreamAnswer>> CampaignAsync(string campaign, KeyCaller caller, ImpactQueries impact, CancellationToken cancel) =>
        TypedResults.Ok(CampaignDownstreamAnswer.From(campaign, await impact.OfCampaignAsync(caller.ProjectId, campaign, cancel) ?? throw WireId.NotFound(campaign)));
}
