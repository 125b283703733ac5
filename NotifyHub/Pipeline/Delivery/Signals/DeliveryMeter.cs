using NotifyHub.Pipeline.Channels;
using System.Diagnostics.Metrics;
using NotifyHub.Data.Rows;
using NotifyHub.Telemetry;

namespace NotifyHub.Pipeline.Delivery.Signals;

/// <summary>What delivery counts. Every tag has few values: vendor, outcome, state, reason.</summary>
internal static class DeliveryMeter
{
    private static readonly Counter<long> Attempts = HubSignals.Meter.CreateCounter<long>("notifyhub.attempts", "{call}", "Calls to vendors, by outcome.");
    private static readonly Histogram<double> CallTime = HubSignals.Meter.CreateHistogram("notifyhub.vendor.duration", "s", "How long vendors took to answer.", advice: HubSignals.Seconds);
    private static readonly Histogram<double> Latency = HubSignals.Meter.CreateHistogram("notifyhub.delivery.latency", "s", "From the asked-for time to the vendor's acceptance.", advice: HubSignals.Seconds);
    private static readonly Counter<long> Settled = HubSignals.Meter.CreateCounter<long>("notifyhub.deliveries.settled", "{delivery}", "Deliveries that left the worker's hands, by the state they went into and why.");
    private static readonly Histogram<long> Batch = HubSignals.Meter.CreateHistogram("notifyhub.settle.batch", "{delivery}", "Results written in one commit.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 200, 300, 400, 500] });
    private static readonly Counter<long> Leases = HubSignals.Meter.CreateCounter<long>("notifyhub.lease.expiries", "{delivery}", "Leases that ran out and were taken back, and results that came after the lease was lost.");
    private static readonly Counter<long> Waits = HubSignals.Meter.CreateCounter<long>("notifyhub.limiter.waits", "{delivery}", "Deliveries that went back to the queue because they may not be sent yet.");
    private static readonly Histogram<double> PermitTime = HubSignals.Meter.CreateHistogram("notifyhub.limiter.wait", "s", "How long a hand waited for the right to call.", advice: HubSignals.Seconds);

    /// <summary>A vendor answered, or did not.</summary>
    public static void Answered(ProviderKind provider, ChannelAnswer answer)
    {
        Attempts.Add(1, Of(provider), new(HubSignals.Outcome, EnumWords<OutcomeKind>.Of(answer.Outcome.Kind)));
        CallTime.Record(answer.Duration.TotalSeconds, Of(provider));
    }

    /// <summary>A hand asked for the right to call.</summary>
    public static void Asked(ProviderKind provider, Admission entry, TimeSpan waited)
    {
        PermitTime.Record(waited.TotalSeconds, Of(provider));
        if (entry.NotBefore is not null)
        {
            Waits.Add(1, Of(provider), new(HubSignals.Reason, EnumWords<DeliveryReason>.Of(entry.Reason)));
        }
    }

    /// <summary>A batch was committed.</summary>
    public static void Committed(int results) => Batch.Record(results);

    /// <summary>One of them.</summary>
    public static void Left(Settlement settlement)
    {
        var provider = Of(settlement.Delivery.Provider);
        Settled.Add(1, provider, new(HubSignals.Status, EnumWords<DeliveryStatus>.Of(settlement.Exit.Status)), new(HubSignals.Reason, EnumWords<DeliveryReason>.Of(settlement.Exit.Reason)));
        if (settlement.Exit.Status == DeliveryStatus.Sent)
        {
            Latency.Record(Math.Max(0, (settlement.At - settlement.Delivery.AskedFor).TotalSeconds), provider);
        }
    }

    /// <summary>Leases ran out while somebody else held them.</summary>
    public static void Expired(int leases) => Leases.Add(leases, new KeyValuePair<string, object?>("kind", "expired"));

    /// <summary>A result came after its lease was lost.</summary>
    public static void Lost() => Leases.Add(1, new KeyValuePair<string, object?>("kind", "lost"));

    private static KeyValuePair<string, object?> Of(ProviderKind provider) => new(HubSignals.Provider, provider.Wire());
}
