using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Deliveries that wait for a credential: released as soon as an active one works, expired when their time is over meanwhile.</summary>
internal sealed class HeldDeliveries(HubEngine engine, IWriteGate gate, WorkSignal signal, TimeProvider time, ILogger<HeldDeliveries> log)
{
    // The gate is shared with intake: many rows are released in slices.
    private const int Slice = 2000;

    private static readonly string HeldRow = $"d.status = {(int)DeliveryStatus.Held} and d.reason = {(int)DeliveryReason.CredentialPaused}";

    private static readonly string Releasable = $"""
        select d.id from provider_credentials c join deliveries d on d.project_id = c.project_id and d.provider = c.provider
        where c.state = {(int)CredentialState.Active} and c.paused_at is null and {HeldRow} and d.due_at <= @now limit @limit
        """;

    private static readonly string Overdue = $"""
        select d.id from projects p join deliveries d on d.project_id = p.id
        where {HeldRow} and d.expires_at <= @now limit @limit
        """;

    private static readonly string Release =
        $"update deliveries set status = {(int)DeliveryStatus.Queued}, reason = {(int)DeliveryReason.None}, due_at = @now, updated_at = @now where id in ({Releasable}) and status = {(int)DeliveryStatus.Held} returning project_id";

    private static readonly string Expire =
        $"update deliveries set status = {(int)DeliveryStatus.Expired}, reason = {(int)DeliveryReason.TtlExpired}, updated_at = @now where id in ({Overdue}) and status = {(int)DeliveryStatus.Held} returning project_id";

    /// <summary>Does both; looks before it writes, so that an idle hub stays idle.</summary>
    public async Task<(int Released, int Expired)> TendAsync(CancellationToken cancel)
    {
        var expired = await InSlicesAsync(Overdue, Expire, cancel);
        var released = await InSlicesAsync(Releasable, Release, cancel);
        if (released > 0)
        {
            DeliveryLog.HeldReleased(log, released);
            signal.Wake();
        }
        return (released, expired);
    }

    private async Task<int> InSlicesAsync(string look, string write, CancellationToken cancel)
    {
        var total = 0;
        while (await AnyAsync(look, cancel))
        {
            total += await gate.WriteAsync(async session =>
            {
                var projects = await session.Prepare(write).Bind(time.GetUtcNow(), Slice).QueryAsync(row => row.GetInt64(0));
                projects.Distinct().ToList().ForEach(project => session.Changed(project, HubTables.Deliveries));
                return projects.Count;
            }, cancel);
        }
        return total;
    }

    private async Task<bool> AnyAsync(string look, CancellationToken cancel) =>
        await engine.NumberAsync(look, cancel, ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@limit", 1)) is not null;
}
