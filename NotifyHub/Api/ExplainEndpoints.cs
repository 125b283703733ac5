using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Why something was sent or not, and what would become of it now.</summary>
internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup().WithTags("Explain");
        api.MapPost("/notifications/explain", ExplainAsync).RequireKey(ApiScopes.Send)
            .WithName("explainSend").WithSummary("What would become of a push, for each person, channel and device; nothing is stored.")
            .WithDescription("The body is that of a push send and is refused as that is. Every rule of the policy is told in order, from the code that dispatch itself uses, with the smallest change that flips the decision.")
            .Refuses(Problems.InvalidTarget, Problems.BatchTooLarge, Problems.ImageUrlNotAllowed, Problems.TooManyActions, Problems.ReservedKey, Problems.UnknownDevice, Problems.UnknownTemplate, Problems.PayloadTooLarge)
            .Example(Examples.Send, 200, Examples.Explained);
        api.MapGet("/deliveries/{dlv}/why", WhyAsync).RequireKey(ApiScopes.Read)
            .WithName("explainDelivery").WithSummary("Which rule decided about a delivery, and what the rules say now while it waits.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Why);
    }

    private static async Task<Ok<ExplainAnswer>> ExplainAsync(JsonBody<PushSend> body, KeyCaller caller, SendExplainer explainer, CancellationToken cancel) =>
        TypedResults.Ok(ExplainAnswer.From(await explainer.ExplainAsync(caller.ProjectId, body.Value, cancel)));

    private static async Task<Ok<WhyExplanation>> WhyAsync(string dlv, KeyCaller caller, DeliveryWhy why, CancellationToken cancel) =>
        TypedResults.Ok(WhyExplanation.From(await why.FindAsync(caller.ProjectId, WireId.Require(RowId.Delivery, dlv), cancel) ?? throw WireId.NotFound(dlv)));
}
