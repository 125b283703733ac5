using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Signals;
using NotifyHub.Pipeline.Feedback;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Brings back what a dead process held. A delivery that was at a vendor at three deaths is poison. Which were, the dead run's ledger tells when
/// the next run of the same node starts; a node that finds only the rows of another takes all of them for suspects once, and from then on the rows
/// themselves count their calls (<see cref="SuspectCalls"/>).
/// </summary>
internal sealed class DeliveryRecovery(HubEngine engine, IWriteGate gate, HubNodes nodes, BootId boot, InFlightLedger ledger, HubClock clock, TimeProvider time, ILogger<DeliveryRecovery> log)
{
    /// <summary>Crashes after which a delivery is not tried again.</summary>
    public const int CrashesMax = 3;

    // Its first death; later ones were counted in before the call.
    private static readonly string Counted = $"""
        crashes = case when crashes = 0 then 1 else crashes end, maybe_duplicate = 1, lease_owner = null, lease_until = null, updated_at = @now,
            status = case when crashes >= {CrashesMax} then {(int)DeliveryStatus.Failed} else {(int)DeliveryStatus.Queued} end,
            reason = case when crashes >= {CrashesMax} then {(int)DeliveryReason.Poison} else reason end
        """;

    private static readonly string Suspect = $"""
        update deliveries set {Counted}
        where id = @id and status = {(int)DeliveryStatus.Sending} and lease_owner <> @boot
        returning status, project_id, notification_id, id
        """;

    private static readonly string Answered = $"""
        update deliveries set maybe_duplicate = 1, lease_owner = null, lease_until = null, status = {(int)DeliveryStatus.Queued}, updated_at = @now,
            crashes = case when crashes > 0 then crashes - 1 else 0 end
        where id = @id and status = {(int)DeliveryStatus.Sending} and lease_owner <> @boot
        """;

    internal static readonly string Innocent = $"""
        update deliveries set lease_owner = null, lease_until = null, status = {(int)DeliveryStatus.Queued}, updated_at = @now
        where status = {(int)DeliveryStatus.Sending} and lease_owner <> @boot
        """;

    // Other nodes live: only what that run held.
    private static readonly string InnocentOf = Innocent + " and lease_owner = @dead";

    private static readonly string AnyExpired = $"select 1 from deliveries where status = {(int)DeliveryStatus.Sending} and lease_until < @now limit 1";

    internal static readonly string Expired = $"""
        update deliveries set {Counted}
        where status = {(int)DeliveryStatus.Sending} and lease_until < @lease_now and lease_owner <> @boot
        returning status, project_id, notification_id, id
        """;

    private static readonly string OwnOverdue = $"select id from deliveries where status = {(int)DeliveryStatus.Sending} and lease_until < @now and lease_owner = @boot";

    private static readonly string Lost = $"""
        update deliveries set lease_owner = null, lease_until = null, status = {(int)DeliveryStatus.Queued}, maybe_duplicate = 1, updated_at = @now
        where id = @id and status = {(int)DeliveryStatus.Sending} and lease_until < @now and lease_owner = @boot
        """;

    // A row of ours that is overdue for so long by a clock that nobody sets, and is in no hand, was lost by a fault.
    private static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(5);
    private readonly Dictionary<long, long> _overdueSince = [];

    /// <summary>
    /// At start: rows of the run before this one, which is dead, return at once, and of every earlier one where no other process can be alive;
    /// those that were at a vendor when it died are counted.
    /// </summary>
    public async Task RecoverAsync(LeftBehind atCrash)
    {
        var (queued, poison) = await gate.WriteAsync(async session =>
        {
            var (back, dead) = (0, 0);
            foreach (var id in atCrash.Calling)
            {
                foreach (var status in await session.Prepare(Suspect).Bind(time.GetUtcNow(), id, boot.Value).QueryAsync(row => Told(session, row)))
                {
                    _ = status == DeliveryStatus.Failed ? dead++ : back++;
                }
            }
            foreach (var id in atCrash.Answered)
            {
                back += await session.Prepare(Answered).Bind(time.GetUtcNow(), id, boot.Value).ExecuteAsync();
            }
            back += engine.OwnedByOneProcess
                ? await session.Prepare(Innocent).Bind(time.GetUtcNow(), boot.Value).ExecuteAsync()
                : await session.Prepare(InnocentOf).Bind(time.GetUtcNow(), boot.Value, atCrash.Boot).ExecuteAsync();
            return (back, dead);
        });
        await nodes.StoppedAsync(atCrash.Boot);
        if (queued + poison > 0)
        {
            DeliveryLog.Recovered(log, queued, poison);
        }
    }

    /// <summary>Returns rows whose lease ran out; looks before it writes, so that an idle hub stays idle.</summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = clock.Now;
        if (await engine.NumberAsync(AnyExpired, cancel, ("@now", now.ToUnixTimeMilliseconds())) is null)
        {
            return 0;
        }
        var lost = await OwnLostAsync(now, cancel);
        var (count, poison) = await gate.WriteAsync(async session =>
        {
            var rows = await session.Prepare(Expired).Bind(time.GetUtcNow(), now, boot.Value).QueryAsync(row => Told(session, row));
            var ours = 0;
            foreach (var id in lost)
            {
                ours += await session.Prepare(Lost).Bind(now, id, boot.Value).ExecuteAsync();
            }
            return (rows.Count + ours, rows.Count(status => status == DeliveryStatus.Failed));
        }, cancel);
        if (count > 0)
        {
            DeliveryLog.LeasesExpired(log, count, poison);
            DeliveryMeter.Expired(count);
        }
        return count;
    }

    private static DeliveryStatus Told(WriteSession session, DbDataReader row)
    {
        var status = (DeliveryStatus)row.GetInt32(0);
        DeliveryNews.Told(session, row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), status);
        return status;
    }

    // Our own leases are not ended by a clock that somebody set while a call is under way: that would send it twice.
    private async Task<List<long>> OwnLostAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var overdue = (await engine.NumbersAsync(OwnOverdue, cancel, ("@now", now.ToUnixTimeMilliseconds()), ("@boot", boot.Value))).Where(id => !ledger.Holds(id)).ToHashSet();
        foreach (var gone in _overdueSince.Keys.Where(id => !overdue.Contains(id)).ToList())
        {
            _overdueSince.Remove(gone);
        }
        foreach (var id in overdue)
        {
            _overdueSince.TryAdd(id, time.GetTimestamp());
        }
        return [.. overdue.Where(id => time.GetElapsedTime(_overdueSince[id]) >= LostAfter)];
    }
}
