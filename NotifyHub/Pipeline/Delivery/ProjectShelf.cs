using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Claimed deliveries of one project and lane; those of different push services lie side by side, so that one that hangs doesn't stand before the others.</summary>
internal sealed class ProjectShelf(long projectId)
{
    /// <summary>A low-water mark that is never reached: nothing more waits in the table.</summary>
    public const int NoMore = -1;

    private readonly Queue<(string Origin, Queue<ClaimedDelivery> Rows)> _byOrigin = new();

    public long ProjectId => projectId;

    /// <summary>What waits for a hand.</summary>
    public int Rows { get; private set; }

    /// <summary>When so few are left, more should be claimed.</summary>
    public int LowWater { get; set; } = NoMore;

    public void Add(ClaimedDelivery delivery)
    {
        var origin = delivery.Origin ?? "";
        var rows = _byOrigin.FirstOrDefault(place => place.Origin == origin).Rows;
        if (rows is null)
        {
            _byOrigin.Enqueue((origin, rows = new Queue<ClaimedDelivery>()));
        }
        rows.Enqueue(delivery);
        Rows++;
    }

    /// <summary>The oldest of the push service whose turn it is and that takes more now.</summary>
    public ClaimedDelivery? Take(BusyHands hands, DeliveryLane lane)
    {
        for (var tried = _byOrigin.Count; tried > 0; tried--)
        {
            var place = _byOrigin.Dequeue();
            var delivery = place.Origin.Length == 0 || hands.OriginMayGo(place.Origin, lane) ? place.Rows.Dequeue() : null;
            if (place.Rows.Count > 0)
            {
                _byOrigin.Enqueue(place);
            }
            if (delivery is not null)
            {
                Rows--;
                return delivery;
            }
        }
        return null;
    }
}
