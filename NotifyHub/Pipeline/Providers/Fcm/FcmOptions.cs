namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>Where FCM is. Section <c>NotifyHub:Providers:Fcm</c>. An <c>http://</c> URL means HTTP/1.1; access tokens always come from the service account's own <c>token_uri</c>.</summary>
public sealed class FcmOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Fcm";

    /// <summary>Enough for HTTP/1.1, where a connection carries one request at a time.</summary>
    public FcmOptions() => MaxConnections = 256;

    /// <summary>The HTTP v1 API.</summary>
    public string BaseUrl { get; set; } = "https://fcm.googleapis.com";

    internal override IEnumerable<string> Faults(string section) => base.Faults(section).Concat(UrlFaults($"{section}:BaseUrl", BaseUrl));
}
