using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>Expo's server API, for servers that were written for Expo: they change the address and the access token, nothing else. docs/clients.md tells the rest.</summary>
internal static class ExpoEndpoints
{
    /// <summary>Where Expo's own API has it.</summary>
    public const string Root = "/--/api/v2/push";
    /// <summary>The route of receipts.</summary>
    public const string Receipts = "/getReceipts";
    private const int MostReceipts = 1000;

    public static void MapExpo(this IEndpointRouteBuilder routes)
    {
        var expo = routes.MapGroup(Root).WithTags("Expo").AddEndpointFilter<RouteGroupBuilder, UnknownQueryFilter>().WithMetadata(ExpoShape.Instance);
        expo.MapPost("/send", SendAsync).RequireKey(ApiScopes.Send)
            .WithMetadata(new QueryParameter("useFcmV1", "Sent by older SDKs of Expo; has no effect.", IsNumber: false))
            .Produces<ExpoTicketsAnswer>()
            .WithName("expoSend").WithSummary("Expo's send: one message, or an array of messages to up to 100 recipients.")
            .WithDescription("In the shape of Expo's server API, so that its SDKs work when their address is this one and their access token a server key. Tokens are ExponentPushToken[dev_...] for any device, or those that Expo gave the app. The body may be packed (gzip). Failures are Expo's: {errors: [{code, message}]}.")
            .Refuses(Problems.BatchTooLarge, Problems.QueueFull)
            .Example(ClientExamples.ExpoSend, 200, ClientExamples.ExpoSent);
        expo.MapPost(Receipts, ReceiptsAsync).RequireKey(ApiScopes.Read)
            .WithName("expoReceipts").WithSummary("Expo's getReceipts: what became of up to 1000 tickets.")
            .WithDescription("A ticket that is on its way still, or that is not of this project, is left out, as Expo leaves it out.")
            .Refuses(Problems.BatchTooLarge)
            .Example(ClientExamples.ExpoReceiptIds, 200, ClientExamples.ExpoReceipts);
    }

    private static async Task<IResult> SendAsync(ExpoBody<ExpoPushMessage> body, KeyCaller caller, ExpoDispatch dispatch, CancellationToken cancel)
    {
        var tickets = await dispatch.SendAsync(new SendOrigin(caller.ProjectId, caller.KeyId), body.Items, cancel);
        return body.IsList || body.Items[0].To.ValueKind == System.Text.Json.JsonValueKind.Array
            ? TypedResults.Ok(new ExpoTicketsAnswer(tickets))
            : TypedResults.Ok(new ExpoTicketAnswer(tickets[0]));
    }

    private static async Task<Ok<ExpoReceiptsAnswer>> ReceiptsAsync(ExpoBody<ExpoReceiptsRequest> body, KeyCaller caller, DeliveryQueries deliveries, CancellationToken cancel)
    {
        if (body.IsList)
        {
            throw new ProblemException(Problems.ValidationFailed, "The body must be an object with ids.");
        }
        var wanted = body.Items[0].Ids;
        if (wanted.Count > MostReceipts)
        {
            throw new ProblemException(Problems.BatchTooLarge, $"{wanted.Count} ids; at most {MostReceipts} are allowed.");
        }
        var ids = wanted.Select(id => RowId.TryParse(RowId.Delivery, id, out var delivery) ? delivery : 0).Where(id => id > 0).Distinct().ToList();
        var receipts = new Dictionary<string, ExpoReceipt>(StringComparer.Ordinal);
        foreach (var row in ids.Count == 0 ? [] : await deliveries.FindManyAsync(caller.ProjectId, ids, cancel))
        {
            if (ExpoTickets.ReceiptOf(row) is { } receipt)
            {
                receipts[RowId.Format(RowId.Delivery, row.Id)] = receipt;
            }
        }
        return TypedResults.Ok(new ExpoReceiptsAnswer(receipts));
    }
}

/// <summary>Marks routes whose failures have Expo's shape, for the OpenAPI document.</summary>
public sealed class ExpoShape
{
    private ExpoShape()
    {
    }

    /// <summary>There is one.</summary>
    public static ExpoShape Instance { get; } = new();
}
