namespace NotifyHub.Telemetry.Otlp;

/// <summary>Where traces and metrics go. Section <c>NotifyHub:Otlp</c>.</summary>
public sealed class OtlpOptions
{
    /// <summary>The two ways of OTLP.</summary>
    public const string HttpProtobuf = "http/protobuf", Grpc = "grpc";

    /// <summary>The collector's address, http or https; empty: nothing is exported. Key: NotifyHub:Otlp:Endpoint.</summary>
    public string Endpoint { get; set; } = "";
    /// <summary>http/protobuf (usually port 4318; /v1/traces and /v1/metrics are added to the address) or grpc (4317). Key: NotifyHub:Otlp:Protocol.</summary>
    public string Protocol { get; set; } = HttpProtobuf;
    /// <summary>Headers of each export, name=value, separated by commas. A secret, as a rule. Key: NotifyHub:Otlp:Headers.</summary>
    public string Headers { get; set; } = "";
    /// <summary>Share of requests that are traced, 0 to 1; a caller that says whether it is traced is followed. Key: NotifyHub:Otlp:SampleRatio.</summary>
    public double SampleRatio { get; set; } = 0.1;
    /// <summary>Seconds between two exports of metrics, 1 to 3600. Key: NotifyHub:Otlp:MetricSeconds.</summary>
    public int MetricSeconds { get; set; } = 60;
    /// <summary>Seconds for which a stop waits for a collector that does not answer, 1 to 20. Key: NotifyHub:Otlp:FlushSeconds.</summary>
    public int FlushSeconds { get; set; } = 4;

    internal bool IsOn => Endpoint.Length > 0;

    internal static bool IsAddress(string endpoint) =>
        endpoint.Length == 0 || (Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0);

    internal static bool AreHeaders(string headers) =>
        headers.Length == 0 || headers.Split(',').All(header => header.IndexOf('=', StringComparison.Ordinal) > 0 && !header.Any(char.IsControl));

    // By its own rule the exporter adds nothing to an address that is set in code.
    internal Uri AddressOf(string signal) => Protocol == Grpc ? new Uri(Endpoint) : new Uri($"{Endpoint.TrimEnd('/')}/v1/{signal}");
}
