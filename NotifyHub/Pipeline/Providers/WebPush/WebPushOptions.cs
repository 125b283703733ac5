namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Limits of Web Push. Section <c>NotifyHub:Providers:WebPush</c>. Where to send is said by each subscription.</summary>
public sealed class WebPushOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:WebPush";

    /// <summary>Encrypt by OpenSSL 3's libcrypto called directly, where it is there and passes its test at start (Linux); false takes the platform's classes, which cost several times as much. true or false.</summary>
    public bool NativeCrypto { get; set; } = true;

    /// <summary>Per push service.</summary>
    public WebPushOptions() => MaxConnections = 128;
}
