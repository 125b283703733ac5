using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Insights.Health;

namespace NotifyHub.Api;

/// <summary>For supervisors and balancers; public, and silent about the inside.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        health.MapGet("/live", () => TypedResults.Text("ok"));
        health.MapGet("/ready", ReadyAsync);
    }

    private static async Task<ContentHttpResult> ReadyAsync(StoreProbe store, CancellationToken cancel) =>
        await store.IsReadyAsync(cancel) ? TypedResults.Text("ready") : TypedResults.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
}
