namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Limits of Web Push. Section <c>NotifyHub:Providers:WebPush</c>. Where to send is said by each subscription.</summary>
public sealed class WebPushOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:WebPush";

    /// <summary>Per push service.</summary>
    public WebPushOptions() => MaxConnections = 128;
}
