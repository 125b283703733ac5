using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>What a cancellation reached.</summary>
/// <param name="Cancelled">Deliveries that will not go out.</param>
/// <param name="TooLate">Deliveries that had ended or were on the wire.</param>
public sealed record CancelledSend(int Cancelled, int TooLate);

/// <summary>
/// Takes back what has not left the house. The notification is marked, and from that commit on no delivery of it is handed to a vendor; rows of a
/// send to many get their end from the fan-out's worker, chunk by chunk, so that nobody waits for a million of them.
/// </summary>
public sealed class SendCancellation(HubEngine engine, IWriteGate gate, TimeProvider time)
{
    internal static readonly string CancelSql = $"""
        update deliveries set status = @cancelled, reason = @reason, updated_at = @now
        where notification_id = @notification and project_id = @project and {HubModel.Waiting()}
        """;

    internal static readonly string CountSql = $"""
        select count(*), coalesce(sum(case when {HubModel.Waiting()} then 1 else 0 end), 0) from deliveries where notification_id = @notification and project_id = @project
        """;

    internal const string FindSql = "select f.state, (select a.campaign_id from campaign_variants a where a.notification_id = n.id limit 1) from notifications n left join fanouts f on f.id = n.id where n.id = @notification and n.project_id = @project";

    internal const string MarkSql = "update notifications set cancelled_at = @now where id = @notification and project_id = @project and cancelled_at is null";

    // From the beginning again: what was written is looked at once more to be taken back.
    internal static readonly string StopSql = $"""
        update fanouts set state = {(int)FanoutState.Cancelling}, part = 0, "cursor" = 0, finished_at = null, updated_at = @now
        where id = @notification and project_id = @project and (state = {(int)FanoutState.Running} or state = {(int)FanoutState.Paused} or state = {(int)FanoutState.Moving} or state = {(int)FanoutState.Done})
        """;

    /// <summary>Cancels a notification.</summary>
    /// <returns>Null when there is no such notification in this project.</returns>
    /// <exception cref="RefusedException">Nothing waits any more.</exception>
    public async Task<CancelledSend?> CancelAsync(long projectId, long notificationId, CancellationToken cancel = default)
    {
        var (found, run, isOfCampaign) = await FindAsync(projectId, notificationId, cancel);
        if (!found)
        {
            return null;
        }
        if (isOfCampaign)
        {
            throw new RefusedException(RefusalCode.StateConflict, "It is part of a campaign: cancel that.");
        }
        return run is { } state ? await StopAsync(projectId, notificationId, state, cancel) : await gate.WriteAsync(async session =>
        {
            var total = (await session.Prepare(CountSql).Bind(notificationId, projectId).QueryAsync(row => (int)row.GetInt64(0)))[0];
            var now = time.GetUtcNow();
            var cancelled = await session.Prepare(CancelSql).Bind(DeliveryStatus.Cancelled, DeliveryReason.Cancelled, now, notificationId, projectId).ExecuteAsync();
            if (cancelled == 0)
            {
                throw TooLate();
            }
            await session.Prepare(MarkSql).Bind(now, notificationId, projectId).ExecuteAsync();
            session.Changed(projectId, HubTables.Deliveries);
            session.Happened(new HubFact(FactKind.NotificationCompleted, projectId, notificationId));
            return new CancelledSend(cancelled, total - cancelled);
        }, cancel);
    }

    private async Task<CancelledSend?> StopAsync(long projectId, long notificationId, FanoutState state, CancellationToken cancel)
    {
        // Counted beside the writes: it may be a million rows, and the figure is for people.
        var (total, waiting) = await CountAsync(projectId, notificationId, cancel);
        if (state is FanoutState.Cancelling or FanoutState.Cancelled || (state == FanoutState.Done && waiting == 0))
        {
            throw TooLate();
        }
        return await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            if (await session.Prepare(StopSql).Bind(now, notificationId, projectId).ExecuteAsync() == 0)
            {
                throw TooLate();
            }
            await session.Prepare(MarkSql).Bind(now, notificationId, projectId).ExecuteAsync();
            session.Changed(projectId, HubTables.Deliveries | HubTables.Fanouts);
            return new CancelledSend(waiting, total - waiting);
        }, cancel);
    }

    private static RefusedException TooLate() => new(RefusalCode.StateConflict, "Every delivery of this notification has ended or is on the wire.");

    private async Task<(bool Found, FanoutState? Run, bool IsOfCampaign)> FindAsync(long projectId, long notificationId, CancellationToken cancel) =>
        await ReadAsync(FindSql, projectId, notificationId, row => (true, row.IsDBNull(0) ? (FanoutState?)null : (FanoutState)row.GetInt32(0), !row.IsDBNull(1)), cancel);

    private Task<(int Total, int Waiting)> CountAsync(long projectId, long notificationId, CancellationToken cancel) =>
        ReadAsync(CountSql, projectId, notificationId, row => ((int)row.GetInt64(0), (int)row.GetInt64(1)), cancel);

    private async Task<T?> ReadAsync<T>(string sql, long projectId, long notificationId, Func<System.Data.Common.DbDataReader, T> map, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(sql, ("@notification", notificationId), ("@project", projectId));
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? map(row) : default;
    }
}
