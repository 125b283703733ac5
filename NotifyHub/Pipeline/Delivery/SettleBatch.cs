using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.Health;
using NotifyHub.Pipeline.Feedback;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Writes results: status, attempt, what the answer says about the device, and what the answers say about the vendor, in one transaction.</summary>
internal sealed class SettleBatch(AttemptRecorder attempts, HealthLedger health, BootId boot, WorkSignal signal)
{
    /// <summary>Returns the deliveries whose lease was lost: nothing of them was written.</summary>
    public async ValueTask<List<long>> WriteAsync(WriteSession session, IReadOnlyList<Settlement> batch)
    {
        // Counted first: whether a vendor that calls tokens dead is believed shows in the window, this batch included.
        var doubted = await health.RecordAsync(session, batch);
        var exits = new DeliveryExit[batch.Count];
        for (var i = 0; i < exits.Length; i++)
        {
            exits[i] = batch[i].Exit.Reason == DeliveryReason.TokenDead ? await DeadAsync(session, batch[i], IsDoubted(batch[i])) : batch[i].Exit;
        }
        var written = await session.Prepare(SettleSql.Settle).UpdateManyAsync([.. batch.Select((settlement, i) => Values(settlement, exits[i]))]);
        var lost = new List<long>();
        var calls = new List<AttemptFact>(batch.Count);
        for (var i = 0; i < exits.Length; i++)
        {
            if (written[i] == 0)
            {
                lost.Add(batch[i].Delivery.Id);
            }
            else
            {
                await TellAsync(session, batch[i], exits[i], IsDoubted(batch[i]));
                if (batch[i].Answer is { } call)
                {
                    calls.Add(new AttemptFact(batch[i].Delivery.ProjectId, batch[i].Delivery.Id, call.Outcome, call.Duration, exits[i].DueAt - batch[i].At, batch[i].At));
                }
                DeliveryNews.Told(session, batch[i].Delivery.ProjectId, batch[i].Delivery.NotificationId, batch[i].Delivery.Id, exits[i].Status);
            }
            session.Changed(batch[i].Delivery.ProjectId, HubTables.Deliveries);
        }
        await attempts.RecordAsync(session, calls);
        if (batch.Any(settlement => settlement.Exit.DueAt is not null))
        {
            // The worker sleeps towards the due times that it knows; these are new.
            session.AfterCommit(signal.Wake);
        }
        return lost;

        bool IsDoubted(Settlement settlement) => doubted.Count > 0 && doubted.Contains((settlement.Delivery.ProjectId, settlement.Delivery.Provider));
    }

    private object?[] Values(Settlement settlement, DeliveryExit exit)
    {
        var outcome = settlement.Answer?.Outcome;
        return
        [
            exit.Status, exit.Reason, exit.DueAt, exit.UsesBudget, outcome is null ? null : OutcomeNames.Of(outcome.Kind), outcome?.Kind == OutcomeKind.Accepted ? null : outcome?.Code,
            outcome?.MessageId, outcome?.MaybeDelivered ?? false, exit.Status == DeliveryStatus.Sent ? settlement.At : null, settlement.At, settlement.Delivery.Id, boot.Value, settlement.Delivery.LeaseUntil,
        ];
    }

    private async ValueTask TellAsync(WriteSession session, Settlement settlement, DeliveryExit exit, bool doubted)
    {
        var (delivery, _, answer, at, _) = settlement;
        if (delivery.Crashes > 0)
        {
            await session.Prepare(SettleSql.CountOut).Bind(delivery.Id).ExecuteLaterAsync();
        }
        if (answer is not { } call)
        {
            if (exit.Reason == DeliveryReason.Bundled)
            {
                await BundleCounts.HoldAsync(session, delivery, at);
            }
            return;
        }
        var outcome = call.Outcome;
        if (outcome is { Kind: OutcomeKind.Accepted, ReceiptAfter: { } after })
        {
            await session.Prepare(SettleSql.AwaitReceipt).Bind(at + after, ReceiptState.Waiting, delivery.Id).ExecuteLaterAsync();
        }
        if (outcome.Kind == OutcomeKind.TokenSlow && exit.DueAt is { } slowUntil)
        {
            await session.Prepare(SettleSql.Slow).Bind(slowUntil, at, delivery.DeviceId, delivery.ProjectId).ExecuteLaterAsync();
        }
        if (doubted && outcome.Kind == OutcomeKind.Accepted)
        {
            await DeviceQuarantine.AcceptedAsync(session, delivery.ProjectId, delivery.DeviceId, at);
        }
        if (outcome.LearnedEnvironment is { } environment)
        {
            await session.Prepare(SettleSql.Learn).Bind(environment, at, delivery.DeviceId, delivery.ProjectId, delivery.RegisteredAt).ExecuteLaterAsync();
            session.Changed(delivery.ProjectId, HubTables.Devices);
        }
    }

    // The token that died is the one we read: a registration since then proves nothing about the new one, and the message still wants to reach it.
    private static async ValueTask<DeliveryExit> DeadAsync(WriteSession session, Settlement settlement, bool doubted)
    {
        var (delivery, outcome, at) = (settlement.Delivery, settlement.Answer!.Value.Outcome, settlement.At);
        var deadSince = outcome.TokenDeadSince < delivery.RegisteredAt ? outcome.TokenDeadSince.Value : delivery.RegisteredAt;
        var word = outcome.Code ?? "TokenDead";
        var done = doubted
            ? await DeviceQuarantine.HoldAsync(session, delivery.ProjectId, delivery.DeviceId, word, at, deadSince)
            : await DeviceRetirement.RetireAsync(session, delivery.ProjectId, delivery.DeviceId, word, at, deadSince);
        if (!done && await session.Prepare(SettleSql.ReRegistered).Bind(delivery.DeviceId, delivery.ProjectId, delivery.RegisteredAt).ScalarAsync() is not null)
        {
            return DeliveryExit.Retry(at, DeliveryReason.ProviderTrouble);
        }
        return doubted ? DeliveryExit.Hold(DeliveryReason.TokenQuarantined) : settlement.Exit;
    }
}
