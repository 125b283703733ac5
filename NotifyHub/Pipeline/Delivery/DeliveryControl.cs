using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Security.Audit;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>What came of an operator's wish.</summary>
public enum ControlAnswer
{
    /// <summary>Done.</summary>
    Done,
    /// <summary>This project has no such delivery.</summary>
    NotFound,
    /// <summary>Its state does not allow it (it is being sent, or has ended).</summary>
    NotNow,
    /// <summary>Its time to live is over: it may not be sent any more.</summary>
    Expired,
}

/// <summary>What an operator may do to a delivery. Each deed is one transaction with its audit entry.</summary>
public sealed class DeliveryControl(IWriteGate gate, IAuditLog audit, WorkSignal signal, TimeProvider time)
{
    private static readonly DeliveryStatus[] Retryable = [DeliveryStatus.Failed, DeliveryStatus.Retrying, DeliveryStatus.Held];
    private static readonly DeliveryStatus[] Cancellable = [DeliveryStatus.Scheduled, DeliveryStatus.Queued, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed];

    /// <summary>Most deliveries of one deed over many: the gate is shared with intake.</summary>
    public const int ManyMax = 200;

    private const string Look = "select notification_id, expires_at from deliveries where id = @id and project_id = @project";

    private static readonly string Retry = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, reason = {(int)DeliveryReason.None}, due_at = @now, updated_at = @now, crashes = 0,
            attempts = case when status = {(int)DeliveryStatus.Failed} then 0 else attempts end,
            replays = case when status = {(int)DeliveryStatus.Failed} then replays + 1 else replays end,
            replayed_at = case when status = {(int)DeliveryStatus.Failed} then @now else replayed_at end, discarded_at = null
        where id = @id and project_id = @project and status in ({List(Retryable)})
        """;

    private static readonly string Cancel = $"""
        update deliveries set status = {(int)DeliveryStatus.Cancelled}, reason = {(int)DeliveryReason.Cancelled}, updated_at = @now
        where id = @id and project_id = @project and status in ({List(Cancellable)})
        """;

    // What crashed the process goes only when it is named (its own page), what was discarded stays aside, and nothing goes past its time.
    private static readonly string RetryMany = $"{Retry} and reason <> {(int)DeliveryReason.Poison} and discarded_at is null and (expires_at is null or expires_at > @now)";

    /// <summary>Whether <see cref="RetryNowAsync"/> would do anything in this state.</summary>
    public static bool CanRetry(DeliveryStatus status) => Retryable.Contains(status);

    /// <summary>Whether <see cref="CancelAsync"/> would do anything in this state.</summary>
    public static bool CanCancel(DeliveryStatus status) => Cancellable.Contains(status);

    /// <summary>Sends a failed, retrying or held delivery again at once. A dead letter gets a fresh budget of tries; its history stays, and so does its message id.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<ControlAnswer> RetryNowAsync(long projectId, long deliveryId, string actor, CancellationToken cancel = default) =>
        DoAsync(projectId, deliveryId, actor, "delivery.retried", Retry, mustLive: true, cancel);

    /// <summary>Cancels a delivery that waits. One that is being sent can't be called back.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<ControlAnswer> CancelAsync(long projectId, long deliveryId, string actor, CancellationToken cancel = default) =>
        DoAsync(projectId, deliveryId, actor, "delivery.cancelled", Cancel, mustLive: false, cancel);

    /// <summary>Retries up to <see cref="ManyMax"/> in one transaction with one audit entry; leaves alone what may not go, what was discarded, and what crashed the process three times. Returns how many go.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="deliveries">Which.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<int> RetryManyAsync(long projectId, IReadOnlyList<long> deliveries, string actor, CancellationToken cancel = default) =>
        DoManyAsync(projectId, deliveries, actor, "deliveries.retried", RetryMany, cancel);

    /// <summary>Cancels up to <see cref="ManyMax"/> in one transaction with one audit entry; leaves alone what does not wait any more. Returns how many were cancelled.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="deliveries">Which.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<int> CancelManyAsync(long projectId, IReadOnlyList<long> deliveries, string actor, CancellationToken cancel = default) =>
        DoManyAsync(projectId, deliveries, actor, "deliveries.cancelled", Cancel, cancel);

    private Task<int> DoManyAsync(long projectId, IReadOnlyList<long> deliveries, string actor, string action, string sql, CancellationToken cancel)
    {
        if (deliveries.Count > ManyMax)
        {
            throw new ArgumentOutOfRangeException(nameof(deliveries), deliveries.Count, $"At most {ManyMax} go into one transaction.");
        }
        return gate.WriteAsync(async session =>
        {
            var (now, done) = (time.GetUtcNow(), 0);
            // In one order, so that two who do the same never wait for each other in a ring.
            foreach (var delivery in deliveries.Order())
            {
                var changed = await session.Prepare(sql).Bind(now, delivery, projectId).ExecuteAsync();
                done += changed;
                if (changed > 0 && sql == Cancel && session.Wants(projectId, FactKind.NotificationCompleted))
                {
                    var notification = (await session.Prepare(Look).Bind(delivery, projectId).QueryAsync(row => row.GetInt64(0)))[0];
                    DeliveryNews.Told(session, projectId, notification, delivery, DeliveryStatus.Cancelled);
                }
            }
            if (done > 0)
            {
                await audit.AppendAsync(session, new AuditFact(projectId, actor, action, RowId.Format(RowId.Project, projectId), $$"""{"deliveries":{{done}}}"""));
                session.Changed(projectId, HubTables.Deliveries | HubTables.Work);
                session.AfterCommit(signal.Wake);
            }
            return done;
        }, cancel);
    }

    private Task<ControlAnswer> DoAsync(long projectId, long deliveryId, string actor, string action, string sql, bool mustLive, CancellationToken cancel) =>
        gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            var found = await session.Prepare(Look).Bind(deliveryId, projectId).QueryAsync(row => (Notification: row.GetInt64(0), Expires: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)));
            if (found.Count == 0)
            {
                return ControlAnswer.NotFound;
            }
            if (mustLive && found[0].Expires <= now.ToUnixTimeMilliseconds())
            {
                return ControlAnswer.Expired;
            }
            if (await session.Prepare(sql).Bind(now, deliveryId, projectId).ExecuteAsync() == 0)
            {
                return ControlAnswer.NotNow;
            }
            await audit.AppendAsync(session, new AuditFact(projectId, actor, action, RowId.Format(RowId.Delivery, deliveryId)));
            if (sql == Cancel)
            {
                DeliveryNews.Told(session, projectId, found[0].Notification, deliveryId, DeliveryStatus.Cancelled);
            }
            session.Changed(projectId, HubTables.Deliveries | HubTables.Work);
            session.AfterCommit(signal.Wake);
            return ControlAnswer.Done;
        }, cancel);

    private static string List(IEnumerable<DeliveryStatus> statuses) => string.Join(", ", statuses.Select(s => (int)s));
}
