using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>The arithmetic of a rolling window: no clock, no store.</summary>
internal static class CapMath
{
    /// <summary>What a cap says.</summary>
    /// <param name="cap">The cap.</param>
    /// <param name="sent">Other notifications that the person got, with the time of each.</param>
    /// <param name="flying">Those that this process is sending, or sent a moment ago.</param>
    /// <param name="now">The moment.</param>
    /// <param name="lookAgain">After which one that only calls in flight stop asks again.</param>
    public static CapFact? Of(CapSetting cap, IReadOnlyDictionary<long, DateTimeOffset> sent, IReadOnlyList<(long Notification, DateTimeOffset At, bool Went)> flying, DateTimeOffset now, TimeSpan lookAgain)
    {
        var got = new Dictionary<long, DateTimeOffset>(sent);
        foreach (var (notification, at, _) in flying.Where(f => f.Went))
        {
            got.TryAdd(notification, at);
        }
        var counted = got.Values.Where(at => at > now - cap.Window).OrderDescending().ToList();
        if (counted.Count >= cap.Most)
        {
            // There is room again when the oldest of those that fill the window leaves it.
            return new CapFact(counted[cap.Most - 1] + cap.Window, cap.Then == CapSetting.Suppress, cap.Most, cap.Window);
        }
        var underWay = flying.Where(f => !f.Went && !got.ContainsKey(f.Notification)).Select(f => f.Notification).Distinct().Count();
        return counted.Count + underWay >= cap.Most ? new CapFact(now + lookAgain, Drops: false, cap.Most, cap.Window) : null;
    }

    /// <summary>Of several the one that lets least through: one that ends it, else the longest wait.</summary>
    public static CapFact? Strictest(IEnumerable<CapFact?> facts) => facts.OfType<CapFact>().OrderByDescending(fact => fact.Drops).ThenByDescending(fact => fact.Until).Select(fact => (CapFact?)fact).FirstOrDefault();
}
