using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace NotifyHub.E2E.Crash;

/// <summary>What the generator was told: every 202 with its deliveries, by idempotency key.</summary>
public sealed class SendLedger
{
    private readonly ConcurrentDictionary<string, string> _notifications = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _deliveries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _contradictions = new();

    public int Accepted => _notifications.Count;
    public IReadOnlyCollection<string> Deliveries => (IReadOnlyCollection<string>)_deliveries.Keys;

    /// <summary>Answers that named another notification for the same key.</summary>
    public IReadOnlyCollection<string> Contradictions => _contradictions;

    public void Accept(string key, JsonObject answer)
    {
        var notification = answer["notificationId"]!.GetValue<string>();
        if (_notifications.GetOrAdd(key, notification) != notification)
        {
            _contradictions.Enqueue(key);
        }
        foreach (var ticket in answer["tickets"]!.AsArray())
        {
            _deliveries[ticket!["id"]!.GetValue<string>()] = key;
        }
    }
}
