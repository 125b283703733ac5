using System.Text.Json;
using NotifyHub.Sandbox.Arrivals;

namespace NotifyHub.Sandbox.Control;

/// <summary>What reached the twins, by HTTP.</summary>
internal sealed class LogRoutes(ArrivalLog arrivals)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/log", () => TypedResults.Text(Lines(), "application/x-ndjson"));
        routes.MapGet("/counts", () => TypedResults.Json(arrivals.Counts.ToDictionary(count => count.Key, count => new { count.Value.Requests, count.Value.Accepted }, StringComparer.Ordinal)));
    }

    private string Lines() => string.Concat(arrivals.Newest().Select(arrival => JsonSerializer.Serialize(arrival, JsonSerializerOptions.Web) + "\n"));
}
