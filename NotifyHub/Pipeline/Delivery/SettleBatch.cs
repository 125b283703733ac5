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
        var exits = new DeliveryExit[batch.Count];
        for (var i = 0; i < exits.Length; i++)
        {
            exits[i] = await ExitAsync(session, batch[i]);
        }
        var written = await session.Prepare(SettleSql.Settle).ExecuteManyAsync([.. batch.Select((settlement, i) => Values(settlement, exits[i]))]);
        var lost = new List<long>();
        for (var i = 0; i < exits.Length; i++)
        {
            if (written[i] == 0)
            {
                lost.Add(batch[i].Delivery.Id);
            }
            else
            {
                await TellAsync(session, batch[i], exits[i]);
            }
            session.Changed(batch[i].Delivery.ProjectId, HubTables.Deliveries);
        }
        if (batch.Any(settlement => settlement.Exit.DueAt is not null))
        {
            // The worker sleeps towards the due times that it knows; these are new.
            session.AfterCommit(signal.Wake);
        }
        return lost;
    }

    private static async ValueTask<DeliveryExit> ExitAsync(WriteSession session, Settlement settlement) =>
        settlement.Exit.Reason == DeliveryReason.TokenDead && await TokenReplacedAsync(session, settlement.Delivery, settlement.Answer!.Value.Outcome, settlement.At)
            ? DeliveryExit.Retry(settlement.At, DeliveryReason.ProviderTrouble)
            : settlement.Exit;

    private object?[] Values(Settlement settlement, DeliveryExit exit)
    {
        var outcome = settlement.Answer?.Outcome;
        return
        [
            exit.Status, exit.Reason, exit.DueAt, exit.UsesBudget, outcome is null ? null : OutcomeNames.Of(outcome.Kind), outcome?.Kind == OutcomeKind.Accepted ? null : outcome?.Code,
            outcome?.MessageId, outcome?.MaybeDelivered ?? false, exit.Status == DeliveryStatus.Sent ? settlement.At : null, settlement.At, settlement.Delivery.Id, boot.Value, settlement.Delivery.LeaseUntil,
        ];
    }

    private async ValueTask TellAsync(WriteSession session, Settlement settlement, DeliveryExit exit)
    {
        var (delivery, _, answer, at, _) = settlement;
        if (delivery.Crashes > 0)
        {
            await session.Prepare(SettleSql.CountOut).Bind(delivery.Id).ExecuteLaterAsync();
        }
        if (answer is { } call)
        {
            await attempts.RecordAsync(session, new AttemptFact(delivery.ProjectId, delivery.Id, call.Outcome, call.Duration, exit.DueAt - at, at));
        }
        if (answer?.Outcome is { Kind: OutcomeKind.Accepted, ReceiptAfter: { } after })
        {
            await session.Prepare(SettleSql.AwaitReceipt).Bind(at + after, ReceiptState.Waiting, delivery.Id).ExecuteLaterAsync();
        }
        if (answer?.Outcome.LearnedEnvironment is { } environment)
        {
            await session.Prepare(SettleSql.Learn).Bind(environment, at, delivery.DeviceId, delivery.ProjectId, delivery.RegisteredAt).ExecuteLaterAsync();
            session.Changed(delivery.ProjectId, HubTables.Devices);
        }
    }

    // The token that died is the one we read: a registration since then proves nothing about the new one, and the message still wants to reach it.
    private static async ValueTask<bool> TokenReplacedAsync(WriteSession session, ClaimedDelivery delivery, ProviderOutcome outcome, DateTimeOffset at)
    {
        var deadSince = outcome.TokenDeadSince < delivery.RegisteredAt ? outcome.TokenDeadSince : delivery.RegisteredAt;
        var retired = await DeviceRetirement.RetireAsync(session, delivery.ProjectId, delivery.DeviceId, outcome.Code ?? "TokenDead", at, deadSince);
        return !retired && await session.Prepare(SettleSql.ReRegistered).Bind(delivery.DeviceId, delivery.ProjectId, delivery.RegisteredAt).ScalarAsync() is not null;
    }
}
