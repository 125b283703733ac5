using System.Globalization;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>What a cancellation reached.</summary>
/// <param name="Cancelled">Deliveries that will not go out.</param>
/// <param name="TooLate">Deliveries that had ended or were on the wire.</param>
public sealed record CancelledSend(int Cancelled, int TooLate);

/// <summary>Takes back what has not left the house.</summary>
public sealed class SendCancellation(IWriteGate gate, TimeProvider time)
{
    private static readonly string Waiting = string.Join(", ",
        new[] { DeliveryStatus.Scheduled, DeliveryStatus.Queued, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed }.Select(s => (int)s));

    internal static readonly string CancelSql = $"""
        update deliveries set status = @cancelled, reason = @reason, updated_at = @now
        where notification_id = @notification and project_id = @project and status in ({Waiting})
        """;

    internal const string CountSql = "select count(*) from deliveries where notification_id = @notification and project_id = @project";

    /// <summary>Cancels every waiting delivery of a notification.</summary>
    /// <returns>Null when there is no such notification in this project.</returns>
    /// <exception cref="RefusedException">Nothing waits any more.</exception>
    public Task<CancelledSend?> CancelAsync(long projectId, long notificationId, CancellationToken cancel = default) =>
        gate.WriteAsync<CancelledSend?>(async session =>
        {
            var total = Convert.ToInt32(await session.Prepare(CountSql).Bind(notificationId, projectId).ScalarAsync(), CultureInfo.InvariantCulture);
            if (total == 0)
            {
                return null;
            }
            var cancelled = await session.Prepare(CancelSql).Bind(DeliveryStatus.Cancelled, DeliveryReason.Cancelled, time.GetUtcNow(), notificationId, projectId).ExecuteAsync();
            if (cancelled == 0)
            {
                throw new RefusedException(RefusalCode.StateConflict, "Every delivery of this notification has ended or is on the wire.");
            }
            session.Changed(projectId, HubTables.Deliveries);
            session.Happened(new HubFact(FactKind.NotificationCompleted, projectId, notificationId));
            return new CancelledSend(cancelled, total - cancelled);
        }, cancel);
}
