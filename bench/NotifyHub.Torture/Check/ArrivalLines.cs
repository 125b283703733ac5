using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Sandbox.Arrivals;

namespace NotifyHub.Torture.Check;

/// <summary>The twins' own file.</summary>
public static class ArrivalLines
{
    /// <summary>Messages that a twin took, by delivery. Arrivals that name no delivery (probes, tokens) are left out.</summary>
    public static async Task<ILookup<long, DateTimeOffset>> AcceptedAsync(string file, CancellationToken cancel)
    {
        var taken = new List<(long Delivery, DateTimeOffset At)>();
        await foreach (var line in File.ReadLinesAsync(file, cancel))
        {
            if (JsonSerializer.Deserialize<Arrival>(line, JsonSerializerOptions.Web) is { Accepted: true, MsgId: { } id } arrival)
            {
                // An id that is none of ours is kept under a number that no delivery has: unexpected.
                taken.Add((RowId.TryParse(RowId.Delivery, id, out var delivery) ? delivery : -1, arrival.At));
            }
        }
        return taken.ToLookup(t => t.Delivery, t => t.At);
    }
}
