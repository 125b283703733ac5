using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Counts the call of a delivery that was near a crash before it is made, so that a message that kills the process is known to any node by the
/// rows alone. The result counts it out again. All other calls cost no write: which of them were under way when the process died, its ledger says.
/// </summary>
internal sealed class SuspectCalls(IWriteGate gate, BootId boot, HubClock clock, TimeProvider time, ILogger<SuspectCalls> log)
{
    /// <summary>False when the lease was lost, or would be before the store takes the count: nothing may be sent.</summary>
    public async ValueTask<bool> CountInAsync(ClaimedDelivery delivery)
    {
        if (delivery.Crashes == 0)
        {
            return true;
        }
        while (delivery.LeaseUntil - clock.Now >= DeliveryTimes.LeaseToStart)
        {
            try
            {
                if (await gate.WriteAsync(session => session.Prepare(ClaimSql.CountIn).Bind(time.GetUtcNow(), delivery.Id, boot.Value, delivery.LeaseUntil).ExecuteAsync()) > 0)
                {
                    return true;
                }
                break;
            }
            catch (StoreUnavailableException error)
            {
                DeliveryLog.StoreTrouble(log, delivery.Id, error);
                // The store comes back by the real clock.
                await Task.Delay(DeliveryTimes.StoreTrouble, TimeProvider.System);
            }
        }
        DeliveryLog.LeaseLost(log, delivery.Id);
        return false;
    }
}
