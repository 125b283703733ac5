using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Pipeline.Feedback.Events;

/// <summary>What became of one event.</summary>
/// <param name="Id">Its row; of one that was known already, that row.</param>
/// <param name="ExternalId">The app's own id.</param>
/// <param name="IsNew">False when it was known already: the first one stays as it was.</param>
public readonly record struct KeptEvent(long Id, string? ExternalId, bool IsNew);

/// <summary>Takes what apps report, each event once, and ties it to the messages that came before it, all in one commit.</summary>
public sealed class EventIntake(IWriteGate gate, HubIds ids, TimeProvider time)
{
    /// <summary>Most events of one request.</summary>
    public const int MaxBatch = 500;

    internal const string Insert = """
        insert into events (id, project_id, external_id, name, at, received_at, session_id, user_id, device_id, device_ref, level, is_error, error, props)
        values (@id, @project, @external, @name, @at, @now, @session, @user, @device, @device_ref, @level, @is_error, @error, @props)
        on conflict (project_id, external_id) where external_id is not null do nothing
        """;

    internal const string Find = "select id from events where project_id = @project and external_id = @external";

    /// <summary>Keeps events; the results are in their order.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="reports">At most <see cref="MaxBatch"/>.</param>
    /// <param name="pointer">Where the n-th lies in the request, for faults.</param>
    /// <param name="once">Idempotency key of the request, if any.</param>
    /// <param name="cancel">Ends the wait; what is committed stays.</param>
    /// <exception cref="RefusedException">Fields are wrong: nothing was kept.</exception>
    public Task<IReadOnlyList<KeptEvent>> KeepAsync(
        long projectId, IReadOnlyList<EventReport> reports, Func<int, string> pointer, Once<IReadOnlyList<KeptEvent>>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        for (var i = 0; i < reports.Count; i++)
        {
            reports[i].Check(pointer(i), faults);
        }
        faults.ThrowIfAny();
        return gate.WriteAsync<IReadOnlyList<KeptEvent>>(async session =>
        {
            var now = time.GetUtcNow();
            var rows = reports.Select(report => Values(projectId, report, now)).ToList();
            var added = await session.Prepare(Insert).ExecuteManyAsync(rows);
            var kept = new KeptEvent[rows.Count];
            for (var i = 0; i < kept.Length; i++)
            {
                kept[i] = new KeptEvent((long)rows[i][0]!, reports[i].Id, added[i] > 0);
                if (kept[i].IsNew)
                {
                    await ImpactLinks.OfEventAsync(session, projectId, kept[i].Id, reports[i], (DateTimeOffset)rows[i][4]!, now);
                }
                else
                {
                    kept[i] = kept[i] with { Id = (long)(await session.Prepare(Find).Bind(projectId, reports[i].Id).ScalarAsync())! };
                }
            }
            if (Array.Exists(kept, one => one.IsNew))
            {
                session.Changed(projectId, HubTables.Events);
            }
            if (once is not null)
            {
                await once.RecordAsync(session, kept, now);
            }
            return kept;
        }, cancel);
    }

    // Phones' clocks go wrong: nothing happened in the future.
    private object?[] Values(long projectId, EventReport report, DateTimeOffset now) =>
    [
        ids.Next(), projectId, report.Id, report.What, report.Timestamp < now ? report.Timestamp : now, now, report.SessionId, report.UserId, report.DeviceId,
        RowId.TryParse(RowId.Device, report.DeviceId, out var device) ? device : null, report.Level, report.IsError,
        report.Error?.ToJsonString(), report.Props?.ToJsonString(),
    ];
}
