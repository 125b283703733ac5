using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Feedback.Receipts;

/// <summary>Writes what receipts say: the delivery's state, an entry in its history, and what is learned of the device; in one transaction.</summary>
internal sealed class ReceiptWriter(IWriteGate gate, AttemptRecorder attempts, WorkSignal signal, TimeProvider time)
{
    // Only while the claim is ours, and only what is still sent: an operator may have been quicker.
    private static readonly string Note = $"""
        update deliveries set receipt = @receipt, receipt_error = @error, receipt_due_at = @next, updated_at = @now
        where id = @id and receipt_due_at = @claimed and status = {(int)DeliveryStatus.Sent}
        """;

    // What the device has confirmed has arrived, whatever a receipt says.
    private static readonly string Exit = $"""
        update deliveries set status = @status, reason = @reason, due_at = coalesce(@due, due_at), outcome = @outcome, error = @error, receipt = @receipt, receipt_error = @error,
            receipt_due_at = null, updated_at = @now
        where id = @id and receipt_due_at = @claimed and status = {(int)DeliveryStatus.Sent} and acked_at is null
        """;

    private const string LetGo = "update deliveries set receipt_due_at = null where id = @id and receipt_due_at = @claimed";

    private const string PutOff = "update deliveries set receipt_due_at = @next where id = @id and receipt_due_at = @claimed";

    private const string SlowDown = "update devices set slow_until = @until, updated_at = @now where id = @id and project_id = @project and coalesce(slow_until, 0) < @until";

    private const string Doubted = "select 1 from provider_states where project_id = @project and provider = @provider and breaker_opened_at is not null";

    // Deaths that only receipts tell of belong to the window that the sender's standing is judged by.
    private static readonly string CountDead = $"""
        insert into health_buckets (project_id, provider, starts_at, sent, invalid, rate_limited, timed_out, other, {string.Join(", ", LatencySteps.Columns)})
        values (@project, @provider, @starts, 0, @dead, 0, 0, 0, {string.Join(", ", LatencySteps.Columns.Select(_ => "0"))})
        on conflict (project_id, provider, starts_at) do update set invalid = health_buckets.invalid + excluded.invalid
        """;

    /// <summary>Writes each delivery's receipt, or that there is none yet.</summary>
    public Task WriteAsync(IReadOnlyList<AwaitedReceipt> awaited, ReceiptAnswers answers, RelayContract contract, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        var now = time.GetUtcNow();
        var (project, provider) = (awaited[0].ProjectId, awaited[0].Provider);
        // While the vendor's word about tokens is not believed, they are set aside and not retired.
        var doubted = await session.Prepare(Doubted).Bind(project, provider).ScalarAsync() is not null;
        foreach (var one in awaited)
        {
            await OneAsync(session, one, answers, contract, doubted, now);
        }
        if (answers.Receipts.Values.Count(receipt => receipt.Kind == OutcomeKind.TokenDead) is var dead and > 0)
        {
            await session.Prepare(CountDead).Bind(project, provider, HealthWindow.StartOf(now), dead).ExecuteAsync();
            session.Changed(project, HubTables.Health);
        }
        session.Changed(project, HubTables.Deliveries);
        session.AfterCommit(signal.Wake);
    }, cancel);

    /// <summary>Nobody could be asked: the same later, or never when the relay keeps it no more.</summary>
    public Task PutOffAsync(IReadOnlyList<AwaitedReceipt> awaited, RelayContract contract, TimeSpan? wait, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        var now = time.GetUtcNow();
        foreach (var one in awaited)
        {
            var verdict = ReceiptVerdict.Unknown(one, contract, now);
            if (verdict.AskAgainAt is { } next)
            {
                await session.Prepare(PutOff).Bind(wait is null ? next : now + wait.Value, one.Id, one.ClaimedUntil).ExecuteAsync();
            }
            else
            {
                await NoteAsync(session, one, verdict, null, now);
            }
        }
    }, cancel);

    private async ValueTask OneAsync(WriteSession session, AwaitedReceipt one, ReceiptAnswers answers, RelayContract contract, bool doubted, DateTimeOffset now)
    {
        var known = answers.Receipts.GetValueOrDefault(one.Ticket);
        var verdict = known is null ? ReceiptVerdict.Unknown(one, contract, now) : ReceiptVerdict.Of(known, one, now);
        if (doubted && verdict.Reason == DeliveryReason.TokenDead)
        {
            // Sent again once the token is believed, or ended with it.
            verdict = verdict with { Status = DeliveryStatus.Held, Reason = DeliveryReason.TokenQuarantined };
        }
        var written = verdict.Status is { } status && await session.Prepare(Exit).Bind(
            status, verdict.Reason, verdict.DueAt, OutcomeNames.Of(known!.Kind), known.Code, verdict.Receipt, now, one.Id, one.ClaimedUntil).ExecuteAsync() > 0;
        if (written && verdict.Status is DeliveryStatus.Failed or DeliveryStatus.Expired)
        {
            session.Happened(new HubFact(FactKind.DeliveryFailed, one.ProjectId, one.Id));
        }
        if (!written && !await NoteAsync(session, one, verdict, known, now))
        {
            await session.Prepare(LetGo).Bind(one.Id, one.ClaimedUntil).ExecuteAsync();
            return;
        }
        if (known is not null)
        {
            await attempts.RecordAsync(session, new AttemptFact(one.ProjectId, one.Id, known, answers.Duration, written ? verdict.DueAt - now : null, now, IsReceipt: true));
            await LearnAsync(session, one, known, doubted, now);
        }
    }

    private static async ValueTask<bool> NoteAsync(WriteSession session, AwaitedReceipt one, ReceiptVerdict verdict, ProviderOutcome? known, DateTimeOffset now) =>
        await session.Prepare(Note).Bind(verdict.Receipt, verdict.Receipt == ReceiptState.Error ? known?.Code : null, verdict.AskAgainAt, now, one.Id, one.ClaimedUntil).ExecuteAsync() > 0;

    // The token was read before the ticket came: a registration since then may be of another one.
    private static async ValueTask LearnAsync(WriteSession session, AwaitedReceipt one, ProviderOutcome known, bool doubted, DateTimeOffset now)
    {
        switch (known.Kind)
        {
            case OutcomeKind.TokenDead when doubted:
                await DeviceQuarantine.HoldAsync(session, one.ProjectId, one.DeviceId, known.Code ?? nameof(OutcomeKind.TokenDead), now, one.SentAt);
                break;
            case OutcomeKind.TokenDead:
                await DeviceRetirement.RetireAsync(session, one.ProjectId, one.DeviceId, known.Code ?? nameof(OutcomeKind.TokenDead), now, one.SentAt);
                break;
            case OutcomeKind.TokenSlow:
                await session.Prepare(SlowDown).Bind(now + ReceiptVerdict.AgainToSlowDevice, now, one.DeviceId, one.ProjectId).ExecuteAsync();
                session.Changed(one.ProjectId, HubTables.Devices);
                break;
            default:
                break;
        }
    }
}
