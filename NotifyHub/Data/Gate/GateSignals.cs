using System.Diagnostics.Metrics;
using NotifyHub.Telemetry;

namespace NotifyHub.Data.Gate;

/// <summary>How long writes wait for their commit.</summary>
internal static class GateSignals
{
    private static readonly Histogram<double> Wait = HubSignals.Meter.CreateHistogram("notifyhub.store.wait", "s", "From handing a write in to its commit on disk.", advice: HubSignals.Seconds);

    /// <summary>A time to give back at the end; 0 when nobody measures.</summary>
    public static long Begin() => Wait.Enabled ? TimeProvider.System.GetTimestamp() : 0;

    /// <summary>Committed.</summary>
    public static void Committed(long began)
    {
        if (began != 0)
        {
            Wait.Record(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>Not committed.</summary>
    public static void Failed(long began, Exception error)
    {
        if (began != 0)
        {
            Wait.Record(TimeProvider.System.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("error.type", error.GetType().Name));
        }
    }
}
