using System.Text.Json.Nodes;

namespace NotifyHub.Sandbox.Expo;

/// <summary>Receipts of the last day, by ticket. At most 100,000; the oldest goes first.</summary>
internal sealed class ExpoReceiptBook(TimeProvider clock)
{
    private const int Most = 100_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset At, string Receipt)> _receipts = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Keep(string ticket, JsonObject receipt)
    {
        lock (_gate)
        {
            _receipts[ticket] = (clock.GetUtcNow(), receipt.ToJsonString());
            _order.Enqueue(ticket);
            if (_order.Count > Most)
            {
                _receipts.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Those of these tickets that are known; the others are left out.</summary>
    public JsonObject Find(IEnumerable<string> tickets)
    {
        var found = new JsonObject();
        lock (_gate)
        {
            foreach (var ticket in tickets.Distinct(StringComparer.Ordinal))
            {
                if (_receipts.TryGetValue(ticket, out var kept) && clock.GetUtcNow() - kept.At < Kept)
                {
                    found[ticket] = JsonNode.Parse(kept.Receipt);
                }
            }
        }

        return found;
    }
}
