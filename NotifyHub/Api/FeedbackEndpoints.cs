using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What devices say about a push.</summary>
internal static class FeedbackEndpoints
{
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        var push = routes.MapApiGroup("/push").WithTags("Feedback").RequireKey(ApiScopes.Events, publishable: true);
        push.MapPost("/sends/{dlv}/ack", AckAsync)
            .WithName("ack").WithSummary("Reports that a push was received, opened, dismissed, or answered.")
            .WithDescription("Each event type counts once per delivery; the first report stays. The id is notifyhub_msg_id of the push.")
            .Refuses(Problems.NotFound).Example(Examples.Ack, 200, Examples.Acked);
        push.MapPost("/acks", AcksAsync).TakesBulk()
            .WithName("ackMany").WithSummary("Reports on up to 500 pushes, each with its own result.")
            .Refuses(Problems.BatchTooLarge).Example(Examples.Acks, 200, Examples.AckedMany);
    }

    private static async Task<Ok<AckAnswer>> AckAsync(string dlv, JsonBody<InteractionReport> body, KeyCaller caller, InteractionIntake intake, CancellationToken cancel)
    {
        var id = WireId.Require(RowId.Delivery, dlv);
        var result = (await intake.RecordAsync(caller.ProjectId, [(id, body.Value)], _ => "", cancel))[0];
        return result == InteractionResult.UnknownDelivery ? throw WireId.NotFound(dlv) : TypedResults.Ok(new AckAnswer(true, result == InteractionResult.First));
    }

    private static async Task<Ok<AcksAnswer>> AcksAsync(JsonBody<AcksRequest> body, KeyCaller caller, InteractionIntake intake, CancellationToken cancel)
    {
        var items = body.Value.Acks;
        if (items.Count is 0 or > InteractionIntake.MaxBatch)
        {
            throw RefusedException.For([new Fault("/acks", RefusalCode.BatchTooLarge, $"{items.Count} reports; 1 to {InteractionIntake.MaxBatch} are allowed.")]);
        }
        // What is no id names nothing, like an unknown one.
        var reports = items.Select(item => (RowId.TryParse(RowId.Delivery, item.Id, out var id) ? id : 0L, (InteractionReport)item)).ToList();
        var results = await intake.RecordAsync(caller.ProjectId, reports, i => $"/acks/{i}", cancel);
        return TypedResults.Ok(new AcksAnswer([.. items.Select((item, i) => results[i] == InteractionResult.UnknownDelivery
            ? new AckResult(item.Id, false, false, RefusalCode.NotFound)
            : new AckResult(item.Id, true, results[i] == InteractionResult.First, null))]));
    }
}
