using System.Text.Json;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>
/// What an operator may do to dead letters: replay at a rate, discard, restore. The order, its audit entry and the idempotency key are one
/// transaction; ids are done in it, a filter is worked off in slices that survive a restart (<see cref="DeadLetterWorker"/>).
/// </summary>
public sealed class DeadLetterControl
{
    private const string Insert = """
        insert into dead_letter_runs (id, project_id, deed, selection, max_per_second, actor, chosen, done, expired, poison, "cursor", next_due_at, created_at, finished_at)
        values (@id, @project, @deed, @selection, @rate, @actor, @chosen, @done, @expired, 0, 0, @next, @created, @finished)
        """;

    private readonly HubEngine _engine;
    private readonly IWriteGate _gate;
    private readonly IAuditLog _audit;
    private readonly HubIds _ids;
    private readonly DeadLetterSignal _signal;
    private readonly WorkSignal _work;
    private readonly TimeProvider _time;

    internal DeadLetterControl(HubEngine engine, IWriteGate gate, IAuditLog audit, HubIds ids, DeadLetterSignal signal, WorkSignal work, TimeProvider time) =>
        (_engine, _gate, _audit, _ids, _signal, _work, _time) = (engine, gate, audit, ids, signal, work, time);

    /// <summary>Takes an order.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="once">Records the answer with the deed, when the caller gave an idempotency key.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task<DeadLetterAnswer> StartAsync(DeadLetterOrder order, Once<DeadLetterAnswer>? once = null, CancellationToken cancel = default)
    {
        // Rows hold milliseconds; what a run discarded is found again by this very moment.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var run = new DeadLetterRun
        {
            Id = _ids.Next(), ProjectId = order.ProjectId, Deed = order.Deed, Selection = JsonSerializer.Serialize(order.Selection), Actor = order.Actor,
            MaxPerSecond = order.Deed == DeadLetterDeed.Replay ? order.MaxPerSecond : null, CreatedAt = now, NextDueAt = now,
        };
        run.Chosen = order.Selection.Ids is { } given ? given.Distinct().Count() : await DeadLetterChoice.CountAsync(_engine, run, cancel);
        return await _gate.WriteAsync(async session =>
        {
            var refused = order.Selection.Ids is { } ids ? await DoAsync(session, run, ids, now) : [];
            await session.Prepare(Insert).Bind(
                run.Id, run.ProjectId, run.Deed, run.Selection, run.MaxPerSecond, run.Actor, run.Chosen, run.Done, run.Expired, run.NextDueAt, run.CreatedAt, run.FinishedAt).ExecuteAsync();
            await _audit.AppendAsync(session, new AuditFact(
                order.ProjectId, order.Actor, $"deadletters.{order.Deed.ToString().ToLowerInvariant()}", RowId.Format(RowId.DeadLetterRun, run.Id), run.Selection, order.Ip));
            var answer = new DeadLetterAnswer(run, refused);
            if (once is not null)
            {
                await once.RecordAsync(session, answer, now);
            }
            session.Changed(order.ProjectId, HubTables.Deliveries | HubTables.Work);
            session.AfterCommit(_work.Wake);
            session.AfterCommit(_signal.Wake);
            return answer;
        }, cancel);
    }

    private static async ValueTask<List<DeadLetterRefusal>> DoAsync(WriteSession session, DeadLetterRun run, IReadOnlyList<long> ids, DateTimeOffset now)
    {
        (run.Done, run.Expired) = (0, 0);
        var refused = new List<DeadLetterRefusal>();
        var pace = new DeadLetterPace(run, now);
        // Oldest first: what was asked for earlier goes out earlier.
        foreach (var id in ids.Distinct().Order())
        {
            if (await DeadLetterRow.WhyNotAsync(session, run, id, pace.Next) is { } why)
            {
                refused.Add(why);
                run.Expired += why.Code == "expired" ? 1 : 0;
            }
            else if (await DeadLetterRow.DoAsync(session, run, id, pace.Next, now))
            {
                run.Done++;
                pace.Advance();
            }
        }
        (run.NextDueAt, run.FinishedAt) = (pace.Next, now);
        return refused;
    }
}
