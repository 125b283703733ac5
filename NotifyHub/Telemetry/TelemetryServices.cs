using NotifyHub.Telemetry.Otlp;

namespace NotifyHub.Telemetry;

/// <summary>Traces and metrics for an operator's own tools.</summary>
public static class TelemetryServices
{
    /// <summary>The exporter; does nothing until NotifyHub:Otlp:Endpoint is set. Register it before what it listens to.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OtlpOptions>().Bind(configuration.GetSection("NotifyHub:Otlp"))
            .Validate(o => OtlpOptions.IsAddress(o.Endpoint), "NotifyHub:Otlp:Endpoint must be an http or https address without credentials and query, or empty.")
            .Validate(o => o.Protocol is OtlpOptions.HttpProtobuf or OtlpOptions.Grpc, "NotifyHub:Otlp:Protocol must be http/protobuf or grpc.")
            .Validate(o => OtlpOptions.AreHeaders(o.Headers), "NotifyHub:Otlp:Headers must be name=value, separated by commas.")
            .Validate(o => o.SampleRatio is >= 0 and <= 1, "NotifyHub:Otlp:SampleRatio must be 0 to 1.")
            .Validate(o => o.MetricSeconds is >= 1 and <= 3600, "NotifyHub:Otlp:MetricSeconds must be 1 to 3600.")
            .Validate(o => o.FlushSeconds is >= 1 and <= 20, "NotifyHub:Otlp:FlushSeconds must be 1 to 20.")
            .ValidateOnStart();
        services.AddSingleton<OtlpExport>();
        services.AddHostedService(provider => provider.GetRequiredService<OtlpExport>());
        return services;
    }
}
