namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>Where MiPush is. Section <c>NotifyHub:Providers:MiPush</c>. An <c>http://</c> URL means HTTP/1.1.</summary>
public sealed class MiPushOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:MiPush";

    /// <summary>Enough for HTTP/1.1, where a connection carries one request at a time.</summary>
    public MiPushOptions() => MaxConnections = 128;

    /// <summary>The server of mainland China. While it is Xiaomi's own, credentials of other regions go to their regions' servers; any other address stands for all of them.</summary>
    public string BaseUrl { get; set; } = MiPushRegions.China;

    /// <summary>The server of a region.</summary>
    internal string UrlOf(string region) => (BaseUrl.TrimEnd('/') == MiPushRegions.China ? MiPushRegions.Hosts[region] : BaseUrl).TrimEnd('/');

    internal override IEnumerable<string> Faults(string section) => base.Faults(section).Concat(UrlFaults($"{section}:BaseUrl", BaseUrl));
}
