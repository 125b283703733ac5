using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NotifyHub.Telemetry.Otlp;

/// <summary>Sends spans and metrics to the collector that the settings name. Registered first, so that it begins before everything it listens to and ends, flushed, after it.</summary>
internal sealed class OtlpExport(IOptions<OtlpOptions> options, ILogger<OtlpExport> log) : IHostedService, IDisposable
{
    /// <summary>Meters of the platform that say how the process does; none of them carries an address of a vendor.</summary>
    private static readonly string[] PlatformMeters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(10);

    private readonly OtlpOptions _options = options.Value;
    private OtlpFaults? _faults;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.IsOn)
        {
            return Task.CompletedTask;
        }
        _faults = new OtlpFaults(log);
        var resource = ResourceBuilder.CreateDefault().AddService(
            "notifyhub", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3), serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");
        // Calls to vendors (System.Net.Http) are not listened to: their addresses hold device tokens. Our own span tells of them.
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource).SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(_options.SampleRatio)))
            .AddSource(HubSignals.Name, "Microsoft.AspNetCore").AddProcessor(new RequestSpans())
            .AddOtlpExporter(export => Set(export, "traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource).AddMeter([HubSignals.Name, .. PlatformMeters])
            .AddOtlpExporter((export, reader) =>
            {
                Set(export, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = _options.MetricSeconds * 1000;
            }).Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is gathered; a collector that does not answer holds up the stop for <see cref="OtlpOptions.FlushSeconds"/> at most: within the rest that a stopping host has after the worker has drained.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        var patience = _options.FlushSeconds * 1000;
        return Task.WhenAll(Task.Run(() => _traces?.Shutdown(patience), CancellationToken.None), Task.Run(() => _metrics?.Shutdown(patience), CancellationToken.None));
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _faults?.Dispose();
    }

    private void Set(OtlpExporterOptions export, string signal)
    {
        export.Endpoint = _options.AddressOf(signal);
        export.Protocol = _options.Protocol == OtlpOptions.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        export.Headers = _options.Headers.Length == 0 ? null : _options.Headers;
        export.TimeoutMilliseconds = (int)CallPatience.TotalMilliseconds;
        export.HttpClientFactory = () => new HttpClient(OperatorsDoor.CreateHandler(CallPatience)) { Timeout = CallPatience };
    }
}
