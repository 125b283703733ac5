using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Brings back what a dead process held.</summary>
internal sealed class DeliveryRecovery(HubEngine engine, IWriteGate gate, BootId boot, TimeProvider time, ILogger<DeliveryRecovery> log)
{
    /// <summary>Crashes after which a delivery is not tried again.</summary>
    public const int CrashesMax = 3;

    private static readonly string Suspect = $"""
        update deliveries set crashes = crashes + 1, maybe_duplicate = 1, lease_owner = null, lease_until = null, updated_at = @now,
            status = case when crashes + 1 >= {CrashesMax} then {(int)DeliveryStatus.Failed} else {(int)DeliveryStatus.Queued} end,
            reason = case when crashes + 1 >= {CrashesMax} then {(int)DeliveryReason.Poison} else reason end
        where id = @id and status = {(int)DeliveryStatus.Sending} and lease_owner <> @boot
        returning status
        """;

    internal static readonly string Innocent = $"""
        update deliveries set lease_owner = null, lease_until = null, status = {(int)DeliveryStatus.Queued}, updated_at = @now
        where status = {(int)DeliveryStatus.Sending} and lease_owner <> @boot
        """;

    private static readonly string AnyExpired = $"select 1 from deliveries where status = {(int)DeliveryStatus.Sending} and lease_until < @now limit 1";

    // Our own rows are in our memory until they are settled; one that outlived its lease by minutes was lost by a fault.
    internal static readonly string Expired = $"""
        update deliveries set lease_owner = null, lease_until = null, status = {(int)DeliveryStatus.Queued}, maybe_duplicate = 1, updated_at = @now
        where status = {(int)DeliveryStatus.Sending} and lease_until < @now and (lease_owner <> @boot or lease_until < @long_ago)
        """;

    /// <summary>At start, where no other process can be alive: rows of earlier boots return at once; those in flight at a crash are counted.</summary>
    public async Task RecoverAsync(IReadOnlyCollection<long> inFlightAtCrash)
    {
        if (!engine.OwnedByOneProcess)
        {
            return;
        }
        var (queued, poison) = await gate.WriteAsync(async session =>
        {
            var (back, dead) = (0, 0);
            foreach (var id in inFlightAtCrash)
            {
                switch (await session.Prepare(Suspect).Bind(time.GetUtcNow(), id, boot.Value).ScalarAsync())
                {
                    case (long)DeliveryStatus.Failed: dead++; break;
                    case not null: back++; break;
                }
            }
            back += await session.Prepare(Innocent).Bind(time.GetUtcNow(), boot.Value).ExecuteAsync();
            return (back, dead);
        });
        if (queued + poison > 0)
        {
            DeliveryLog.Recovered(log, queued, poison);
        }
    }

    /// <summary>Returns rows whose lease ran out; looks before it writes, so that an idle hub stays idle.</summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (await engine.NumberAsync(AnyExpired, cancel, ("@now", now.ToUnixTimeMilliseconds())) is null)
        {
            return 0;
        }
        var count = await gate.WriteAsync(session => session.Prepare(Expired).Bind(now, boot.Value, now - TimeSpan.FromMinutes(5)).ExecuteAsync(), cancel);
        if (count > 0)
        {
            DeliveryLog.LeasesExpired(log, count);
        }
        return count;
    }
}
