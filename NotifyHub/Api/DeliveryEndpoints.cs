using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Insights.Impact;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What became of a send, delivery by delivery.</summary>
internal static class DeliveryEndpoints
{
    private const int MaxReceipts = 1000;

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup().WithTags("Deliveries").RequireKey(ApiScopes.Read);
        api.MapGet("/push/receipts/{dlv}", ReceiptAsync)
            .WithName("getReceipt").WithSummary("Where a delivery stands.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Receipt);
        api.MapPost("/push/receipts", ReceiptsAsync).TakesBulk()
            .WithName("getReceipts").WithSummary("Where up to 1000 deliveries stand.")
            .Refuses(Problems.BatchTooLarge).Example(Examples.ReceiptIds, 200, Examples.Receipts);
        api.MapGet("/deliveries/{dlv}", DeliveryAsync)
            .WithName("getDelivery").WithSummary("A delivery with every call to the vendor and what the device said.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Delivery);
        api.MapGet("/deliveries/{dlv}/downstream", DownstreamAsync)
            .WithName("getDownstream").WithSummary("What happened in the app within 24 hours after a push reached the device.")
            .WithDescription("Events that name the push in their breadcrumbs, or whose session acked it.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Downstream);
    }

    private static async Task<Ok<Receipt>> ReceiptAsync(string dlv, KeyCaller caller, DeliveryQueries deliveries, CancellationToken cancel) =>
        TypedResults.Ok(Receipt.From(await FindAsync(dlv, caller, deliveries, cancel)));

    private static async Task<Ok<ReceiptsAnswer>> ReceiptsAsync(JsonBody<ReceiptsRequest> body, KeyCaller caller, DeliveryQueries deliveries, CancellationToken cancel)
    {
        var wanted = body.Value.Ids;
        var faults = new FaultList();
        if (wanted.Count is 0 or > MaxReceipts)
        {
            faults.Add("/ids", RefusalCode.BatchTooLarge, $"{wanted.Count} ids; 1 to {MaxReceipts} are allowed.");
            faults.ThrowIfAny();
        }
        var ids = new long[wanted.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!RowId.TryParse(RowId.Delivery, wanted[i], out ids[i]))
            {
                faults.Add($"/ids/{i}", "bad_format", "This is no delivery id.");
            }
        }
        faults.ThrowIfAny();
        var found = (await deliveries.FindManyAsync(caller.ProjectId, ids, cancel)).ToDictionary(d => d.Id);
        return TypedResults.Ok(new ReceiptsAnswer(
            [.. ids.Distinct().Where(found.ContainsKey).Select(id => Receipt.From(found[id]))],
            [.. ids.Distinct().Where(id => !found.ContainsKey(id)).Select(id => RowId.Format(RowId.Delivery, id))]));
    }

    private static async Task<Ok<DeliveryAnswer>> DeliveryAsync(string dlv, KeyCaller caller, DeliveryQueries deliveries, CancellationToken cancel)
    {
        var row = await FindAsync(dlv, caller, deliveries, cancel);
        return TypedResults.Ok(DeliveryAnswer.From(
            row, await deliveries.AttemptsAsync(caller.ProjectId, row.Id, cancel), await deliveries.InteractionsAsync(caller.ProjectId, row.Id, cancel)));
    }

    private static async Task<Ok<DownstreamAnswer>> DownstreamAsync(string dlv, KeyCaller caller, ImpactQueries impact, CancellationToken cancel) =>
        TypedResults.Ok(DownstreamAnswer.From(await impact.OfDeliveryAsync(caller.ProjectId, WireId.Require(RowId.Delivery, dlv), cancel) ?? throw WireId.NotFound(dlv)));

    private static async Task<DeliveryTask> FindAsync(string dlv, KeyCaller caller, DeliveryQueries deliveries, CancellationToken cancel) =>
        await deliveries.FindAsync(caller.ProjectId, WireId.Require(RowId.Delivery, dlv), cancel) ?? throw WireId.NotFound(dlv);
}
