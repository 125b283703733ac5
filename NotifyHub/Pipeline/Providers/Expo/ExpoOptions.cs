namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>Where Expo's push service is. Section <c>NotifyHub:Providers:Expo</c>. An <c>http://</c> URL means HTTP/1.1.</summary>
public sealed class ExpoOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Expo";

    private static readonly TimeSpan LongestGather = TimeSpan.FromMilliseconds(200);

    /// <summary>Six requests at a time, as Expo's own SDK makes them; each carries up to 100 messages.</summary>
    public ExpoOptions() => MaxConnections = 6;

    /// <summary>The service; <c>/--/api/v2/push</c> is added. Key: NotifyHub:Providers:Expo:BaseUrl.</summary>
    public string BaseUrl { get; set; } = "https://exp.host";

    /// <summary>How long the first message of a request waits for others, 0 to 200 ms; a request of 100 leaves at once. Key: NotifyHub:Providers:Expo:Gather.</summary>
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(5);

    internal override IEnumerable<string> Faults(string section)
    {
        foreach (var fault in base.Faults(section).Concat(UrlFaults($"{section}:BaseUrl", BaseUrl))) yield return fault;
        if (Gather < TimeSpan.Zero || Gather > LongestGather) yield return $"{section}:Gather must be from 00:00:00 to 00:00:00.2.";
    }
}
