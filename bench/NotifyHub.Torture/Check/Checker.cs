using NotifyHub.Data.Rows;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Kill;
using NotifyHub.Torture.Load;

namespace NotifyHub.Torture.Check;

/// <summary>
/// Compares what the generator was told, what the hub's store says and what the twins noted, in the manner of Jepsen's total-queue:
/// lost, unexpected, duplicated, recovered; and whether a delivery's state agrees with what its vendor said.
/// </summary>
public sealed class Checker(IReadOnlyCollection<Send> sends, IReadOnlyList<DeliveryRow> rows, ILookup<long, DateTimeOffset> arrivals, IReadOnlyList<KillRecord> kills, IReadOnlySet<string> sound)
{
    private readonly Dictionary<long, DeliveryRow> _rows = rows.ToDictionary(r => r.Id);
    private readonly Dictionary<string, Send> _sends = sends.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>Results that may wait for their commit beside the calls in flight; NotifyHub/Pipeline/Delivery/SettleWriter.</summary>
    private const int UnwrittenMax = 1000;

    /// <summary>The table.</summary>
    public Verdict Check(int inFlightMax)
    {
        var verdict = new Verdict();
        var accepted = sends.Where(s => s.End == SendEnd.Accepted).ToList();
        verdict.Tell("sends accepted", accepted.Count);
        verdict.Tell("deliveries accepted", accepted.Sum(s => s.Deliveries.Count));
        verdict.Tell("messages taken by the vendors", arrivals.Sum(a => a.Count()));
        verdict.Tell("kills", kills.Count(k => k.Plan.Kind is KillKind.Random or KillKind.Point or KillKind.TermThenKill));
        verdict.None("lost: accepted, and never taken by the vendor", Lost(accepted));
        verdict.None("unexpected: taken or stored, and never asked for", Unexpected());
        verdict.None("half stored: a send with some of its deliveries", Halves());
        verdict.Tell("recovered: cut off, and stored all the same", sends.Count(s => s.End == SendEnd.Unknown && rows.Any(r => r.Correlation == s.Name)));
        Duplicates(verdict, inFlightMax);
        verdict.None("wrong answers: other ids for one key, or a status that was not promised", sends.Where(s => s.End == SendEnd.Wrong).Select(s => $"{s.Name}: {s.Complaint}"));
        verdict.None("sent, though no vendor took it", rows.Where(r => r.Status == DeliveryStatus.Sent && !arrivals.Contains(r.Id)).Select(Name));
        verdict.None("failed, though the vendor took it", rows.Where(IsFalseFailure).Select(Name));
        verdict.None("still not ended after the drain", rows.Where(r => (int)r.Status < 10).Select(Name));
        verdict.None("fewer rows of calls than calls counted", rows.Where(r => r.Attempts < r.Tries).Select(Name));
        return verdict;
    }

    private IEnumerable<string> Lost(IEnumerable<Send> accepted)
    {
        foreach (var send in accepted)
        {
            foreach (var wire in send.Deliveries)
            {
                if (!RowId.TryParse(RowId.Delivery, wire, out var id) || !_rows.TryGetValue(id, out var row))
                {
                    yield return $"{send.Name} {wire}: no row";
                }
                else if (IsSound(row) && !arrivals.Contains(id))
                {
                    yield return $"{send.Name} {Name(row)}: never arrived";
                }
            }
        }
    }

    private IEnumerable<string> Unexpected()
    {
        foreach (var group in arrivals)
        {
            if (!_rows.ContainsKey(group.Key))
            {
                yield return $"{RowId.Format(RowId.Delivery, group.Key)} arrived and has no row";
            }
        }
        foreach (var row in rows)
        {
            if (row.Correlation is null || !_sends.TryGetValue(row.Correlation, out var send))
            {
                yield return $"{Name(row)}: nobody asked for it";
            }
            else if (send.End == SendEnd.Refused)
            {
                yield return $"{Name(row)}: its request was refused";
            }
        }
        foreach (var twice in rows.GroupBy(r => r.Correlation).Where(g => g.Select(r => r.NotificationId).Distinct().Count() > 1))
        {
            yield return $"{twice.Key}: stored more than once";
        }
    }

    private IEnumerable<string> Halves() =>
        rows.GroupBy(r => r.NotificationId).Where(g => g.Count() != g.First().Recipients).Select(g => $"{RowId.Format(RowId.Notification, g.Key)}: {g.Count()} of {g.First().Recipients}");

    // A copy is allowed for each kill at which the delivery was held by the process that died and its vendor had taken it already.
    private void Duplicates(Verdict verdict, int inFlightMax)
    {
        var inFlight = kills.Select(k => k.Held.Where(id => arrivals[id].Any(at => at < k.Before)).ToHashSet()).ToList();
        var copies = rows.Where(IsSound).Select(r => (Row: r, Copies: arrivals[r.Id].Count() - 1)).Where(c => c.Copies > 0).ToList();
        verdict.AtMost("duplicated: copies beyond the first", [.. copies.SelectMany(c => Enumerable.Repeat(Name(c.Row), c.Copies))], inFlight.Sum(set => set.Count));
        verdict.None("copies that no kill explains", copies.Where(c => c.Copies > kills.Count(k => k.Held.Contains(c.Row.Id))).Select(c => $"{Name(c.Row)}: {c.Copies}"));
        verdict.None($"kills with more than {inFlightMax + UnwrittenMax} in flight (hands and unwritten results)", inFlight.Where(set => set.Count > inFlightMax + UnwrittenMax).Select(set => $"{set.Count}"));
        verdict.Tell("most in flight at one kill", inFlight.Count == 0 ? 0 : inFlight.Max(set => set.Count));
        verdict.None("copies after an orderly stop", kills.Where(k => k.Plan.Kind is KillKind.Term or KillKind.TermTwice).SelectMany(k => k.Held).Where(id => arrivals[id].Count() > 1).Select(id => RowId.Format(RowId.Delivery, id)));
    }

    // A device that takes the message and does not say so in time leaves the hub with a failure in good faith; only sound ones bind it.
    private bool IsFalseFailure(DeliveryRow row) =>
        row.Status is DeliveryStatus.Failed or DeliveryStatus.Suppressed or DeliveryStatus.Cancelled or DeliveryStatus.Expired
        && IsSound(row) && row.Reason != DeliveryReason.Poison && arrivals.Contains(row.Id);

    private bool IsSound(DeliveryRow row) => sound.Contains(RowId.Format(RowId.Device, row.DeviceId));

    private static string Name(DeliveryRow row) => $"{RowId.Format(RowId.Delivery, row.Id)} {row.Status} {row.Reason}";
}
