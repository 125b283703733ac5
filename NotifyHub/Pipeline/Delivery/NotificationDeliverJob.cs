using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// The safety net under the worker: wakes it in case a wake-up was lost, returns leases that ran out, and tends what is held.
/// Scheduled sends need no job of their own: the claim takes a Scheduled row once its time has come.
/// </summary>
internal sealed class NotificationDeliverJob(WorkSignal signal, DeliveryRecovery recovery, HeldDeliveries held) : IHubJob
{
    public static readonly JobPlan Plan = new(
        "notification_deliver", "Wakes delivery, returns leases that ran out, releases what waited for a credential.", TimeSpan.FromSeconds(30));

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var returned = await recovery.SweepAsync(cancel);
        var (released, expired) = await held.TendAsync(cancel);
        signal.Wake();
        return returned + released + expired == 0 ? null : $"returned {returned} expired leases, released {released} held, expired {expired} held";
    }
}
