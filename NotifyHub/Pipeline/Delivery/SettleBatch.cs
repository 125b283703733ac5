using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Feedback;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Writes results: status, attempt and what the answer says about the device, in one transaction.</summary>
internal sealed class SettleBatch(AttemptRecorder attempts, BootId boot, WorkSignal signal)
{
    /// <summary>Returns the deliveries whose lease was lost: nothing of them was written.</summary>
    public async ValueTask<List<long>> WriteAsync(WriteSession session, IReadOnlyList<Settlement> batch)
    {
        var lost = new List<long>();
        foreach (var settlement in batch)
        {
            if (!await OneAsync(session, settlement))
            {
                lost.Add(settlement.Delivery.Id);
            }
            session.Changed(settlement.Delivery.ProjectId, HubTables.Deliveries);
        }
        if (batch.Any(settlement => settlement.Exit.DueAt is not null))
        {
            // The worker sleeps towards the due times that it knows; these are new.
            session.AfterCommit(signal.Wake);
        }
        return lost;
    }

    private async ValueTask<bool> OneAsync(WriteSession session, Settlement settlement)
    {
        var (delivery, exit, answer, at, _) = settlement;
        var outcome = answer?.Outcome;
        if (exit.Reason == DeliveryReason.TokenDead && await TokenReplacedAsync(session, delivery, outcome!, at))
        {
            exit = DeliveryExit.Retry(at, DeliveryReason.ProviderTrouble);
        }
        var written = await session.Prepare(SettleSql.Settle).Bind(
            exit.Status, exit.Reason, exit.DueAt, exit.UsesBudget, outcome is null ? null : OutcomeNames.Of(outcome.Kind), outcome?.Kind == OutcomeKind.Accepted ? null : outcome?.Code,
            outcome?.MessageId, outcome?.MaybeDelivered ?? false, exit.Status == DeliveryStatus.Sent ? at : null, at, delivery.Id, boot.Value).ExecuteAsync();
        if (written == 0)
        {
            return false;
        }
        if (answer is { } call)
        {
            await attempts.RecordAsync(session, new AttemptFact(delivery.ProjectId, delivery.Id, call.Outcome, call.Duration, exit.DueAt - at, at));
        }
        if (outcome?.LearnedEnvironment is { } environment)
        {
            await session.Prepare(SettleSql.Learn).Bind(environment, at, delivery.DeviceId, delivery.ProjectId, delivery.RegisteredAt).ExecuteAsync();
            session.Changed(delivery.ProjectId, HubTables.Devices);
        }
        return true;
    }

    // The token that died is the one we read: a registration since then proves nothing about the new one, and the message still wants to reach it.
    private static async ValueTask<bool> TokenReplacedAsync(WriteSession session, ClaimedDelivery delivery, ProviderOutcome outcome, DateTimeOffset at)
    {
        var deadSince = outcome.TokenDeadSince < delivery.RegisteredAt ? outcome.TokenDeadSince : delivery.RegisteredAt;
        var retired = await DeviceRetirement.RetireAsync(session, delivery.ProjectId, delivery.DeviceId, outcome.Code ?? "TokenDead", at, deadSince);
        return !retired && await session.Prepare(SettleSql.ReRegistered).Bind(delivery.DeviceId, delivery.ProjectId, delivery.RegisteredAt).ScalarAsync() is not null;
    }
}
