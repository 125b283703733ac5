namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>Where APNs is. Section <c>NotifyHub:Providers:Apns</c>. An <c>http://</c> URL means HTTP/2 without TLS.</summary>
public sealed class ApnsOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Apns";

    /// <summary>Few connections, many streams: Apple allows about 1,000 streams on each.</summary>
    public ApnsOptions() => MaxConnections = 8;

    /// <summary>For tokens of apps from the store.</summary>
    public string ProductionUrl { get; set; } = "https://api.push.apple.com";

    /// <summary>For tokens of development builds.</summary>
    public string SandboxUrl { get; set; } = "https://api.sandbox.push.apple.com";

    internal override IEnumerable<string> Faults(string section) =>
        base.Faults(section)
            .Concat(UrlFaults($"{section}:ProductionUrl", ProductionUrl))
            .Concat(UrlFaults($"{section}:SandboxUrl", SandboxUrl));
}
