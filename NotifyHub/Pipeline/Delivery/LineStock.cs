using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Claimed deliveries of one vendor that wait for a hand. A hand takes from the most urgent lane that has something, and within it from
/// the project whose turn it is; so a fresh alert overtakes a full stock of bulk, and one project's thousand rows stand beside another's one.
/// </summary>
internal sealed class LineStock(HandRules rules)
{
    /// <summary>Most rows of a lane, counted as if all were one project's.</summary>
    private const int LaneMax = 1024;
    /// <summary>Most rows of a line: a bound for memory.</summary>
    private const int LineMax = 8 * LaneMax;

    private readonly Lock _lock = new();
    private readonly LaneStock[] _lanes = [.. Enum.GetValues<DeliveryLane>().Select(_ => new LaneStock())];
    private readonly Dictionary<long, int> _rowsByProject = [];
    private readonly BusyHands _busy = new(rules);
    private int _rows;
    private int _picks;
    private int _finished;
    private int _target = 2 * rules.Hands;
    private bool _closed;
    private bool _wasFull;
    private long _lastPaced = TimeProvider.System.GetTimestamp();

    /// <summary>Calls in flight.</summary>
    public int Busy
    {
        get
        {
            lock (_lock)
            {
                return _busy.Count;
            }
        }
    }

    /// <summary>More hands or fewer from now on. Calls under way are left to end.</summary>
    public void Resize(HandRules rules)
    {
        lock (_lock)
        {
            _busy.Rules = rules;
            _target = Math.Max(_target, 2 * rules.Hands);
        }
    }

    /// <summary>
    /// How many rows of each of these projects there is room for. A lane's stock is about a second's worth at the present pace, so that a slow vendor does
    /// not hoard leases; its projects share it evenly, and a project that comes anew finds room however full the others' shelves are.
    /// 0 while a project's shelf is more than half full; the stock then tells when it no longer is.
    /// </summary>
    public Dictionary<long, int> Rooms(DeliveryLane lane, IReadOnlyList<long> projects)
    {
        lock (_lock)
        {
            Pace();
            var shelves = _lanes[(int)lane];
            var share = Math.Max(1, _target / Math.Max(1, shelves.Projects + projects.Count(project => shelves.RowsOf(project) == 0)));
            return projects.ToDictionary(project => project, project => Room(shelves, project, share));
        }
    }

    /// <summary>Takes what a claim brought. A share that was filled has more behind it.</summary>
    public void Add(IEnumerable<ClaimedDelivery> claimed, IEnumerable<ClaimShare> filled)
    {
        lock (_lock)
        {
            foreach (var delivery in claimed)
            {
                _lanes[(int)delivery.Lane].Add(delivery);
                _rowsByProject[delivery.ProjectId] = _rowsByProject.GetValueOrDefault(delivery.ProjectId) + 1;
                _rows++;
            }
            foreach (var share in filled)
            {
                _lanes[(int)share.Lane].MoreWaits(share.ProjectId, share.Rows / 2);
            }
        }
    }

    /// <summary>The next delivery for a hand that is free, null when none may go. <paramref name="runsLow"/>: claim more.</summary>
    public ClaimedDelivery? Take(out bool runsLow)
    {
        lock (_lock)
        {
            runsLow = false;
            var patient = ++_picks % HandRules.PatienceOf == 0;
            for (var i = 0; i < _lanes.Length && !_closed; i++)
            {
                var lane = (DeliveryLane)(patient ? _lanes.Length - 1 - i : i);
                if (_busy.LaneMayGo(lane) && _lanes[(int)lane].Take(_busy, othersWait: _rowsByProject.Count > 1, lane, out runsLow) is { } delivery)
                {
                    Began(delivery);
                    runsLow |= _wasFull && _rows < LineMax / 2;
                    _wasFull &= !runsLow;
                    return delivery;
                }
            }
            return null;
        }
    }

    /// <summary>The hand is free again.</summary>
    public void Done(ClaimedDelivery delivery)
    {
        lock (_lock)
        {
            _busy.End(delivery);
            _finished++;
        }
    }

    /// <summary>Lets go of what waits, and hands out nothing more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Array.ForEach(_lanes, lane => lane.Clear());
            _rowsByProject.Clear();
            _rows = 0;
        }
    }

    private int Room(LaneStock shelves, long project, int share)
    {
        if (_rows >= LineMax)
        {
            _wasFull = true;
            return 0;
        }
        var waiting = shelves.RowsOf(project);
        if (waiting == 0 || waiting <= share / 2)
        {
            return share - waiting;
        }
        shelves.MoreWaits(project, share / 2);
        return 0;
    }

    private void Pace()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_lastPaced).TotalSeconds;
        // Counted over a while: two looks in quick succession say nothing about the pace.
        if (seconds < 0.1)
        {
            return;
        }
        _target = Math.Clamp((int)(_finished / seconds), 2 * _busy.Rules.Hands, Math.Max(2 * _busy.Rules.Hands, LaneMax));
        _finished = 0;
        _lastPaced = TimeProvider.System.GetTimestamp();
    }

    private void Began(ClaimedDelivery delivery)
    {
        _busy.Begin(delivery);
        _rows--;
        if (--_rowsByProject[delivery.ProjectId] == 0)
        {
            _rowsByProject.Remove(delivery.ProjectId);
        }
    }
}
