using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Feedback.Events;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>What came of a report.</summary>
public enum InteractionResult
{
    /// <summary>The first of its kind for this delivery.</summary>
    First,
    /// <summary>Known already: the first one stays as it was.</summary>
    Repeated,
    /// <summary>No such delivery in this project.</summary>
    UnknownDelivery,
}

/// <summary>
/// The device's own word: received, opened, dismissed, action, reply. Each kind is recorded once per delivery, the first write wins,
/// and any of them proves that the device has the message.
/// </summary>
public sealed class InteractionIntake
{
    /// <summary>Most reports of one batch.</summary>
    public const int MaxBatch = 500;

    private readonly IWriteGate _gate;
    private readonly HubIds _ids;
    private readonly InteractionSignals _signals;
    private readonly TimeProvider _time;

    internal InteractionIntake(IWriteGate gate, HubIds ids, InteractionSignals signals, TimeProvider time) => (_gate, _ids, _signals, _time) = (gate, ids, signals, time);

    internal const string InsertSql = """
        insert into interactions (id, project_id, delivery_id, kind, action_id, reply_text, session_id, at, received_at)
        select @id, project_id, id, @kind, @action, @reply, @session, case when @at < created_at then created_at else @at end, @now from deliveries where id = @delivery and project_id = @project
        on conflict (delivery_id, kind) do nothing
        """;

    internal const string MarkSql = """
        update deliveries set acked_at = coalesce(acked_at, case when @at < created_at then created_at else @at end),
            opened_at = coalesce(opened_at, case when @opened < created_at then created_at else @opened end), updated_at = @now
        where id = @delivery and project_id = @project
        """;

    private const string MarksSql = "select acked_at, opened_at from deliveries where id = @delivery and project_id = @project";

    internal const string ExistsSql = "select 1 from deliveries where id = @delivery and project_id = @project";

    /// <summary>Records reports, all in one commit; the results are in their order.</summary>
    /// <param name="projectId">Whose deliveries they are about.</param>
    /// <param name="reports">Delivery and report.</param>
    /// <param name="pointer">Where the n-th report lies in the request, for faults.</param>
    /// <param name="cancel">Ends the wait; what is committed stays.</param>
    /// <exception cref="RefusedException">Fields are wrong: nothing was recorded.</exception>
    public async Task<IReadOnlyList<InteractionResult>> RecordAsync(
        long projectId, IReadOnlyList<(long DeliveryId, InteractionReport Report)> reports, Func<int, string> pointer, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        for (var i = 0; i < reports.Count; i++)
        {
            reports[i].Report.Check(pointer(i), faults);
        }
        faults.ThrowIfAny();
        var began = _time.GetUtcNow();
        var results = await _gate.WriteAsync<IReadOnlyList<InteractionResult>>(async session =>
        {
            var now = _time.GetUtcNow();
            var found = new InteractionResult[reports.Count];
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = await RecordAsync(session, projectId, reports[i].DeliveryId, reports[i].Report, now);
            }
            if (Array.Exists(found, r => r == InteractionResult.First))
            {
                session.Changed(projectId, HubTables.Interactions | HubTables.Deliveries);
            }
            return found;
        }, cancel);
        await _signals.RecordedAsync([.. reports.Where((_, i) => results[i] == InteractionResult.First).Select(report => (report.DeliveryId, report.Report.EventType))], began);
        return results;
    }

    private async ValueTask<InteractionResult> RecordAsync(WriteSession session, long projectId, long deliveryId, InteractionReport report, DateTimeOffset now)
    {
        // Phones' clocks go wrong: nothing is seen before it was accepted (the statements see to that), and nothing in the future.
        var at = report.At < now ? report.At.Value : now;
        var inserted = await session.Prepare(InsertSql)
            .Bind(_ids.Next(), report.EventType, report.ActionId, report.ReplyText, report.SessionId, at, now, deliveryId, projectId).ExecuteAsync();
        if (inserted == 0)
        {
            return await session.Prepare(ExistsSql).Bind(deliveryId, projectId).ScalarAsync() is null ? InteractionResult.UnknownDelivery : InteractionResult.Repeated;
        }
        var isOpening = report.EventType is InteractionKind.Opened or InteractionKind.Action or InteractionKind.Reply;
        if (session.Wants(projectId, FactKind.DeliveryAcked) || session.Wants(projectId, FactKind.DeliveryOpened))
        {
            await FirstsAsync(session, projectId, deliveryId, isOpening);
        }
        await session.Prepare(MarkSql).Bind(at, isOpening ? at : null, now, deliveryId, projectId).ExecuteAsync();
        if (report.SessionId is { } own)
        {
            await ImpactLinks.OfConfirmationAsync(session, projectId, deliveryId, own, at, now);
        }
        return InteractionResult.First;
    }

    // Of several reports the first confirms, and the first of some kinds opens.
    private static async ValueTask FirstsAsync(WriteSession session, long projectId, long deliveryId, bool isOpening)
    {
        var (acked, opened) = (await session.Prepare(MarksSql).Bind(deliveryId, projectId).QueryAsync(row => (!row.IsDBNull(0), !row.IsDBNull(1))))[0];
        if (!acked)
        {
            session.Happened(new HubFact(FactKind.DeliveryAcked, projectId, deliveryId));
        }
        if (isOpening && !opened)
        {
            session.Happened(new HubFact(FactKind.DeliveryOpened, projectId, deliveryId));
        }
    }
}
