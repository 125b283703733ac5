using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Sending.</summary>
internal static class SendEndpoints
{
    public static void MapSend(this IEndpointRouteBuilder routes) =>
        routes.MapApiGroup("/push").WithTags("Send").MapPost("/send", SendAsync).RequireKey(ApiScopes.Send).Idempotent()
            .WithName("sendPush").WithSummary("Sends a push to devices, people, a topic, a segment or everyone.")
            .WithDescription("202 means: on disk, and attempted at least once. A target of at most 100 devices is answered with a ticket for each, whose receipts tell what happens then; a larger one is written in the background and followed on GET /v1/notifications/{id}. Nobody registered: 202 without tickets. With dryRun nothing is stored and the answer is 200 with the explanation of POST /v1/notifications/explain.")
            .Refuses(Problems.InvalidTarget, Problems.BatchTooLarge, Problems.ImageUrlNotAllowed, Problems.TooManyActions, Problems.ReservedKey, Problems.UnknownDevice, Problems.UnknownSegment, Problems.UnknownTemplate, Problems.PayloadTooLarge, Problems.DeviceRateLimited, Problems.QueueFull)
            .Example(Examples.Send, 202, Examples.Sent);

    private static async Task<Results<Accepted<SendAnswer>, Ok<ExplainAnswer>>> SendAsync(
        JsonBody<PushSend> body, KeyCaller caller, SendIntake intake, SendExplainer explainer, HttpContext http, CancellationToken cancel)
    {
        if (body.Value.DryRun)
        {
            return TypedResults.Ok(ExplainAnswer.From(await explainer.ExplainAsync(caller.ProjectId, body.Value, cancel)));
        }
        var accepted = await intake.AcceptAsync(new SendOrigin(caller.ProjectId, caller.KeyId), body.Value, body.Once<AcceptedSend, SendAnswer>(StatusCodes.Status202Accepted, SendAnswer.From), cancel);
        Failpoint.AfterReply(http, CrashPoint.P4);
        return TypedResults.Accepted((string?)null, SendAnswer.From(accepted));
    }
}
