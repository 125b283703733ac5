using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Webhooks;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Webhooks;

namespace NotifyHub.Api;

/// <summary>Places of the project's own that are told what happens.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapApiGroup("/webhooks").WithTags("Webhooks").RequireKey(ApiScopes.Manage);
        webhooks.MapPost("", CreateAsync).Idempotent()
            .WithName("createWebhook").WithSummary("Makes a webhook; its secret is shown once.")
            .WithDescription("What happens is posted as JSON {type, timestamp, data}, signed as Standard Webhooks describes (webhook-id, webhook-timestamp, webhook-signature: v1,...), and tried again after 5 s, 5 min, 30 min, 2 h, 5 h and 10 h under the same id with the same bytes. Order is not promised. Answer 2xx within 15 s.")
            .Refuses(Problems.EndpointNotAllowed, Problems.StateConflict).Example(Examples.WebhookBody, 201, Examples.WebhookCreated);
        webhooks.MapGet("", ListAsync)
            .WithName("listWebhooks").WithSummary("All of them, without their secrets.")
            .Example(null, 200, Examples.Webhooks);
        webhooks.MapGet("/{whk}", FindAsync)
            .WithName("getWebhook").WithSummary("One of them.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Webhook);
        webhooks.MapPut("/{whk}", ChangeAsync)
            .WithName("putWebhook").WithSummary("Sets address, events, description, and whether it is enabled.")
            .Refuses(Problems.NotFound, Problems.EndpointNotAllowed).Example(Examples.WebhookBody, 200, Examples.Webhook);
        webhooks.MapDelete("/{whk}", DeleteAsync)
            .WithName("deleteWebhook").WithSummary("Removes it; what waits for it is not posted any more.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        webhooks.MapPost("/{whk}/rotate", RotateAsync).MayHaveNoBody()
            .WithName("rotateWebhookSecret").WithSummary("Makes a new secret, shown once; the old one signs too for a while.")
            .Refuses(Problems.NotFound).Example("""{ "overlapHours": 24 }""", 200, Examples.WebhookRotated);
        webhooks.MapPost("/{whk}/test", TestAsync).MayHaveNoBody()
            .WithName("testWebhook").WithSummary("Posts webhook.test now and answers what came back.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.WebhookTest);
        webhooks.MapPost("/{whk}/replay", ReplayFailedAsync).MayHaveNoBody()
            .WithName("replayFailedWebhookMessages").WithSummary("Sends again what was given up, the newest first, at most 1000.")
            .Refuses(Problems.NotFound).Example(null, 202, """{ "replayed": 12 }""");
        webhooks.MapGet("/{whk}/deliveries", MessagesAsync)
            .WithName("listWebhookMessages").WithSummary("What it was told, newest first, by state.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.WebhookMessages);
        webhooks.MapGet("/{whk}/deliveries/{msg}", MessageAsync)
            .WithName("getWebhookMessage").WithSummary("A message with its body and every try.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.WebhookMessage);
        webhooks.MapPost("/{whk}/deliveries/{msg}/replay", ReplayAsync).MayHaveNoBody()
            .WithName("replayWebhookMessage").WithSummary("Sends it again under the same id.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 202, """{ "replayed": 1 }""");
    }

    private static async Task<Created<WebhookAnswer>> CreateAsync(JsonBody<WebhookBody> body, KeyCaller caller, HttpContext http, WebhookDesk desk, CancellationToken cancel) =>
        TypedResults.Created((string?)null, WebhookAnswer.From(await desk.CreateAsync(
            AdminOf(caller, http), body.Value.Wish, body.Once<WebhookIssued, WebhookAnswer>(StatusCodes.Status201Created, WebhookAnswer.Kept), cancel)));

    private static async Task<Ok<WebhookList>> ListAsync(KeyCaller caller, WebhookDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(new WebhookList([.. (await desk.ListAsync(caller.ProjectId, cancel)).Select(WebhookAnswer.From)]));

    private static async Task<Ok<WebhookAnswer>> FindAsync(string whk, KeyCaller caller, WebhookDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(WebhookAnswer.From(await RequireAsync(whk, caller, desk, cancel)));

    private static async Task<Ok<WebhookAnswer>> ChangeAsync(string whk, JsonBody<WebhookBody> body, KeyCaller caller, HttpContext http, WebhookDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(WebhookAnswer.From(await desk.ChangeAsync(AdminOf(caller, http), WireId.Require(RowId.Webhook, whk), body.Value.Wish, cancel) ?? throw WireId.NotFound(whk)));

    private static async Task<NoContent> DeleteAsync(string whk, KeyCaller caller, HttpContext http, WebhookDesk desk, CancellationToken cancel) =>
        await desk.DeleteAsync(AdminOf(caller, http), WireId.Require(RowId.Webhook, whk), cancel) ? TypedResults.NoContent() : throw WireId.NotFound(whk);

    private static async Task<Ok<WebhookAnswer>> RotateAsync(string whk, JsonBody<WebhookRotation> body, KeyCaller caller, HttpContext http, WebhookDesk desk, CancellationToken cancel)
    {
        var faults = new FaultList();
        faults.Range("/overlapHours", body.Value.OverlapHours, 0, 168);
        faults.ThrowIfAny();
        var overlap = TimeSpan.FromHours(body.Value.OverlapHours ?? 24);
        return TypedResults.Ok(WebhookAnswer.From(await desk.RotateAsync(AdminOf(caller, http), WireId.Require(RowId.Webhook, whk), overlap, cancel) ?? throw WireId.NotFound(whk)));
    }

    private static async Task<Ok<WebhookTestAnswer>> TestAsync(string whk, KeyCaller caller, HttpContext http, WebhookMessages messages, CancellationToken cancel) =>
        TypedResults.Ok(WebhookTestAnswer.From(await messages.TestAsync(AdminOf(caller, http), WireId.Require(RowId.Webhook, whk), cancel) ?? throw WireId.NotFound(whk)));

    private static async Task<Accepted<WebhookReplayAnswer>> ReplayFailedAsync(string whk, KeyCaller caller, HttpContext http, WebhookDesk desk, WebhookMessages messages, CancellationToken cancel)
    {
        var endpoint = await RequireAsync(whk, caller, desk, cancel);
        return TypedResults.Accepted((string?)null, new WebhookReplayAnswer(await messages.ReplayFailedAsync(AdminOf(caller, http), endpoint.Id, cancel)));
    }

    private static async Task<Ok<Page<WebhookMessageItem>>> MessagesAsync(
        string whk, PageQuery page, KeyCaller caller, WebhookDesk desk, WebhookQueries queries, CancellationToken cancel, string? state = null)
    {
        var faults = new FaultList();
        faults.OneOf("?state", state, "pending", "delivered", "failed");
        faults.ThrowIfAny();
        var wanted = Enum.TryParse<WebhookMessageState>(state, ignoreCase: true, out var known) ? known : (WebhookMessageState?)null;
        var endpoint = await RequireAsync(whk, caller, desk, cancel);
        var rows = await queries.MessagesAsync(caller.ProjectId, endpoint.Id, wanted, page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<WebhookMessageItem>.Of(rows, page.Limit, WebhookMessageItem.From, row => row.Id));
    }

    private static async Task<Ok<WebhookMessageAnswer>> MessageAsync(string whk, string msg, KeyCaller caller, WebhookQueries queries, CancellationToken cancel)
    {
        var row = await queries.FindAsync(caller.ProjectId, WireId.Require(RowId.Webhook, whk), WireId.Require(RowId.WebhookMessage, msg), cancel) ?? throw WireId.NotFound(msg);
        return TypedResults.Ok(WebhookMessageAnswer.From(row, await queries.AttemptsAsync(caller.ProjectId, row.Id, cancel)));
    }

    private static async Task<Accepted<WebhookReplayAnswer>> ReplayAsync(string whk, string msg, KeyCaller caller, HttpContext http, WebhookMessages messages, CancellationToken cancel) =>
        await messages.ReplayAsync(AdminOf(caller, http), WireId.Require(RowId.Webhook, whk), WireId.Require(RowId.WebhookMessage, msg), cancel) switch
        {
            null => throw WireId.NotFound(msg),
            false => throw new RefusedException(RefusalCode.StateConflict, "It waits already."),
            _ => TypedResults.Accepted((string?)null, new WebhookReplayAnswer(1)),
        };

    private static async Task<WebhookEndpoint> RequireAsync(string whk, KeyCaller caller, WebhookDesk desk, CancellationToken cancel) =>
        await desk.FindAsync(caller.ProjectId, WireId.Require(RowId.Webhook, whk), cancel) ?? throw WireId.NotFound(whk);

    private static ProjectAdmin AdminOf(KeyCaller caller, HttpContext http) => ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString());
}
