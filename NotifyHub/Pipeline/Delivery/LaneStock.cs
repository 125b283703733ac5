using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Claimed deliveries of one lane, a shelf for each project, taken in turn. Under the line's lock.</summary>
internal sealed class LaneStock
{
    private readonly Dictionary<long, ProjectShelf> _shelves = [];
    private Queue<ProjectShelf> _ring = new();

    /// <summary>Projects with something on the shelf.</summary>
    public int Projects => _shelves.Count;

    /// <summary>Rows of a project that wait for a hand.</summary>
    public int RowsOf(long projectId) => _shelves.TryGetValue(projectId, out var shelf) ? shelf.Rows : 0;

    /// <summary>Puts one on its project's shelf.</summary>
    public void Add(ClaimedDelivery delivery)
    {
        if (!_shelves.TryGetValue(delivery.ProjectId, out var shelf))
        {
            _shelves[delivery.ProjectId] = shelf = new ProjectShelf(delivery.ProjectId);
            _ring.Enqueue(shelf);
        }
        shelf.Add(delivery);
    }

    /// <summary>More of this project waits in the table: say so when its shelf is down to <paramref name="mark"/>.</summary>
    public void MoreWaits(long projectId, int mark)
    {
        if (_shelves.TryGetValue(projectId, out var shelf))
        {
            shelf.LowWater = mark;
        }
    }

    /// <summary>The next one that may go, of the project whose turn it is; null when none may.</summary>
    public ClaimedDelivery? Take(BusyHands hands, bool othersWait, DeliveryLane lane, out bool runsLow)
    {
        runsLow = false;
        for (var tried = _ring.Count; tried > 0; tried--)
        {
            var shelf = _ring.Dequeue();
            var delivery = hands.ProjectMayGo(shelf.ProjectId, lane, othersWait) ? shelf.Take(hands, lane) : null;
            if (shelf.Rows > 0)
            {
                _ring.Enqueue(shelf);
            }
            else
            {
                _shelves.Remove(shelf.ProjectId);
            }
            if (delivery is not null)
            {
                runsLow = shelf.Rows <= shelf.LowWater;
                shelf.LowWater = runsLow ? ProjectShelf.NoMore : shelf.LowWater;
                return delivery;
            }
        }
        return null;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _shelves.Clear();
        _ring = new Queue<ProjectShelf>();
    }
}
