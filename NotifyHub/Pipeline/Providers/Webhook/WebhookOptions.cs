namespace NotifyHub.Pipeline.Providers.Webhook;

/// <summary>How people's own servers are called. Section <c>NotifyHub:Providers:Webhook</c>; their addresses are the people's.</summary>
public sealed class WebhookOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Webhook";

    /// <summary>Few: a person's server is small.</summary>
    public WebhookOptions() => MaxConnections = 8;
}
