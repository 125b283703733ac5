using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Pipeline.Feedback;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Deliveries that wait for a credential or a token: released as soon as an active credential works, or the token is believed again; expired when their time is over meanwhile.</summary>
internal sealed class HeldDeliveries(HubEngine engine, IWriteGate gate, SendingGuard guard, WorkSignal signal, TimeProvider time, ILogger<HeldDeliveries> log)
{
    // The gate is shared with intake: many rows are released in slices.
    private const int Slice = 2000;

    private static readonly string HeldRow = $"d.status = {(int)DeliveryStatus.Held} and d.reason in ({(int)DeliveryReason.CredentialPaused}, {(int)DeliveryReason.TokenQuarantined})";

    private static readonly string Releasable = $"""
        select d.id from provider_credentials c join deliveries d on d.project_id = c.project_id and d.provider = c.provider
        where c.state = {(int)CredentialState.Active} and c.paused_at is null and d.status = {(int)DeliveryStatus.Held} and d.reason = {(int)DeliveryReason.CredentialPaused} and d.due_at <= @now
        union all
        select d.id from projects p join deliveries d on d.project_id = p.id join devices v on v.id = d.device_id
        where d.status = {(int)DeliveryStatus.Held} and d.reason = {(int)DeliveryReason.TokenQuarantined} and d.due_at <= @now and v.status <> {(int)DeviceStatus.Quarantined}
        limit @limit
        """;

    private static readonly string Overdue = $"""
        select d.id from projects p join deliveries d on d.project_id = p.id
        where {HeldRow} and d.expires_at <= @now limit @limit
        """;

    private static readonly string Release =
        $"update deliveries set status = {(int)DeliveryStatus.Queued}, reason = {(int)DeliveryReason.None}, due_at = @now, updated_at = @now where id in ({Releasable}) and status = {(int)DeliveryStatus.Held} returning project_id, provider, notification_id, id, status";

    private static readonly string Expire =
        $"update deliveries set status = {(int)DeliveryStatus.Expired}, reason = {(int)DeliveryReason.TtlExpired}, updated_at = @now where id in ({Overdue}) and status = {(int)DeliveryStatus.Held} returning project_id, provider, notification_id, id, status";

    /// <summary>Does both; looks before it writes, so that an idle hub stays idle.</summary>
    public async Task<(int Released, int Expired)> TendAsync(CancellationToken cancel)
    {
        var expired = await InSlicesAsync(Overdue, Expire, _ => { }, cancel);
        // What was held back comes at a rate that climbs, not all at once.
        var released = await InSlicesAsync(Releasable, Release, pair => guard.DoorOf(pair.Project, pair.Provider).BeginRamp(), cancel);
        if (released > 0)
        {
            DeliveryLog.HeldReleased(log, released);
            signal.Wake();
        }
        return (released, expired);
    }

    private async Task<int> InSlicesAsync(string look, string write, Action<(long Project, ProviderKind Provider)> done, CancellationToken cancel)
    {
        var total = 0;
        while (await AnyAsync(look, cancel))
        {
            total += await gate.WriteAsync(async session =>
            {
                var rows = await session.Prepare(write).Bind(time.GetUtcNow(), Slice).QueryAsync(row =>
                {
                    DeliveryNews.Told(session, row.GetInt64(0), row.GetInt64(2), row.GetInt64(3), (DeliveryStatus)row.GetInt32(4));
                    return (Project: row.GetInt64(0), Provider: (ProviderKind)row.GetInt32(1));
                });
                foreach (var pair in rows.Distinct())
                {
                    session.Changed(pair.Project, HubTables.Deliveries);
                    session.AfterCommit(() => done(pair));
                }
                return rows.Count;
            }, cancel);
        }
        return total;
    }

    private async Task<bool> AnyAsync(string look, CancellationToken cancel) =>
        await engine.NumberAsync(look, cancel, ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@limit", 1L)) is not null;
}
