using NotifyHub.Sandbox.Expo;
using NotifyHub.Sandbox.Faults;

namespace NotifyHub.Sandbox.Control;

/// <summary>Expo's mood by HTTP, for tests and tools in another process.</summary>
internal sealed class ExpoRoutes(ExpoReceiptFaults receipts)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/expo/receipts/script", (NewScript wanted) =>
    {
        var script = FaultScript.Parse(wanted.Script);
        if (script is null && !string.IsNullOrEmpty(wanted.Script))
        {
            return Results.BadRequest("The script is not understood, e.g. f503x1, f429r30, hang30, junk; empty ends it.");
        }

        receipts.Set(script);
        return Results.NoContent();
    });
}
