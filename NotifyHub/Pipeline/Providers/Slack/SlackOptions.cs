namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>Where Slack is. Section <c>NotifyHub:Providers:Slack</c>. An <c>http://</c> URL means HTTP/1.1.</summary>
public sealed class SlackOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Slack";

    /// <summary>Slack allows about a message a second to each conversation.</summary>
    public SlackOptions() => MaxConnections = 32;

    /// <summary>The Web API; method names are added.</summary>
    public string BaseUrl { get; set; } = "https://slack.com/api";

    internal override IEnumerable<string> Faults(string section) => base.Faults(section).Concat(UrlFaults($"{section}:BaseUrl", BaseUrl));
}
