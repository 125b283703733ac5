namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>Where Huawei Push Kit is. Section <c>NotifyHub:Providers:Huawei</c>. An <c>http://</c> URL means HTTP/1.1.</summary>
public sealed class HuaweiOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Huawei";

    private const string TokenPath = "/oauth2/v3/token";

    /// <summary>Enough for HTTP/1.1, where a connection carries one request at a time.</summary>
    public HuaweiOptions() => MaxConnections = 256;

    /// <summary>Where access tokens come from (OAuth 2.0, client credentials). Without a path it gets Huawei's own.</summary>
    public string TokenUrl { get; set; } = "https://oauth-login.cloud.huawei.com" + TokenPath;

    /// <summary>The send API, without its path.</summary>
    public string PushUrl { get; set; } = "https://push-api.cloud.huawei.com";

    /// <summary>The token endpoint with its path.</summary>
    internal Uri TokenAddress => new Uri(TokenUrl) is { AbsolutePath: "/" } bare ? new Uri(bare, TokenPath) : new Uri(TokenUrl);

    internal override IEnumerable<string> Faults(string section) =>
        base.Faults(section).Concat(UrlFaults($"{section}:TokenUrl", TokenUrl)).Concat(UrlFaults($"{section}:PushUrl", PushUrl));
}
