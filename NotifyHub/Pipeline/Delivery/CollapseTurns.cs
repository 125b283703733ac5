using System.Collections.Concurrent;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>One in flight for each device and collapse key, so that a replacement never overtakes what it replaces.</summary>
internal sealed class CollapseTurns
{
    private readonly ConcurrentDictionary<(long Device, string Key), byte> _taken = new();

    /// <summary>True when the delivery may go now; it must give the turn back.</summary>
    public bool TryTake(ClaimedDelivery delivery) => delivery.CollapseKey is null || _taken.TryAdd((delivery.DeviceId, delivery.CollapseKey), 0);

    /// <summary>Ends the turn.</summary>
    public void GiveBack(ClaimedDelivery delivery)
    {
        if (delivery.CollapseKey is not null)
        {
            _taken.TryRemove((delivery.DeviceId, delivery.CollapseKey), out _);
        }
    }
}
