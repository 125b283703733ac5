using System.Runtime.InteropServices;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Who holds a line's hands now. Under the line's lock.</summary>
internal sealed class BusyHands(HandRules rules)
{
    private readonly int[] _byLane = new int[Enum.GetValues<DeliveryLane>().Length];
    private readonly Dictionary<long, int> _byProject = [];
    private readonly Dictionary<string, int> _byOrigin = new(StringComparer.Ordinal);

    /// <summary>How they are shared.</summary>
    public HandRules Rules { get; set; } = rules;

    /// <summary>All.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the lane may have another hand.</summary>
    public bool LaneMayGo(DeliveryLane lane)
    {
        var sameOrLess = 0;
        for (var i = (int)lane; i < _byLane.Length; i++)
        {
            sameOrLess += _byLane[i];
        }
        return Count < Rules.Hands && sameOrLess < Rules.OfLane(lane);
    }

    public bool ProjectMayGo(long projectId, DeliveryLane lane, bool othersWait) => _byProject.GetValueOrDefault(projectId) < Rules.OfProject(lane, othersWait);

    public bool OriginMayGo(string origin, DeliveryLane lane) => _byOrigin.GetValueOrDefault(origin) < Rules.OfOrigin(lane);

    public void Begin(ClaimedDelivery delivery) => Change(delivery, +1);

    public void End(ClaimedDelivery delivery) => Change(delivery, -1);

    private void Change(ClaimedDelivery delivery, int by)
    {
        Count += by;
        _byLane[(int)delivery.Lane] += by;
        Change(_byProject, delivery.ProjectId, by);
        if (delivery.Origin is { } origin)
        {
            Change(_byOrigin, origin, by);
        }
    }

    private static void Change<TKey>(Dictionary<TKey, int> counts, TKey key, int by)
        where TKey : notnull
    {
        if ((CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += by) == 0)
        {
            counts.Remove(key);
        }
    }
}
