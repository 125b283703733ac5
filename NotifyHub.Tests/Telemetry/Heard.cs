using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using NotifyHub.Telemetry;

namespace NotifyHub.Tests.Telemetry;

/// <summary>Listens in the process to spans that ended and to what was counted. Other tests may speak meanwhile: look for your own ids.</summary>
internal sealed class Heard : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _measures = new();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _counted = new();

    public Heard()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HubSignals.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
        _measures.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == HubSignals.Name && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _measures.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        _measures.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument, value, tags));
        _measures.Start();
    }

    public IReadOnlyList<Activity> SpansOf(ActivityTraceId trace) => [.. _ended.Where(span => span.TraceId == trace)];

    public double Sum(string name, params IReadOnlyList<string> tags) => _counted.Where(one => one.Name == name && tags.All(tag => one.Tags.Contains(tag, StringComparison.Ordinal))).Sum(one => one.Value);

    public void Dispose()
    {
        _spans.Dispose();
        _measures.Dispose();
    }

    private void Count(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _counted.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
