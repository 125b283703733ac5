using System.Diagnostics.Tracing;

namespace NotifyHub.Telemetry.Otlp;

/// <summary>The exporter tells of its trouble by events that nobody sees; this puts them into the log, one a minute at most.</summary>
internal sealed partial class OtlpFaults(ILogger log) : EventListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private long _lastTold;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var (last, now) = (Interlocked.Read(ref _lastTold), TimeProvider.System.GetTimestamp());
        // The base class's constructor may already bring events, before the log is here.
        if (log is null || (last != 0 && TimeProvider.System.GetElapsedTime(last, now) < Pause) || Interlocked.CompareExchange(ref _lastTold, now, last) != last)
        {
            return;
        }
        ExportFailed(log, eventData.EventName ?? "", eventData.Payload is { Count: > 0 } payload ? FirstLine(payload[^1]?.ToString()) : "");
    }

    private static string FirstLine(string? text) => text?.Split('\n', 2)[0] is { } line ? line[..Math.Min(line.Length, 300)] : "";

    [LoggerMessage(50, LogLevel.Warning, "Telemetry was not exported ({Event}): {Words}. Told once a minute.")]
    private static partial void ExportFailed(ILogger log, string @event, string words);
}
