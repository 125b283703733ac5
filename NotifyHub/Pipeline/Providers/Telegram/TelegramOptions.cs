namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>Where Telegram's Bot API is. Section <c>NotifyHub:Providers:Telegram</c>. An <c>http://</c> URL means HTTP/1.1.</summary>
public sealed class TelegramOptions : ProviderLimits
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Providers:Telegram";

    /// <summary>Telegram allows about 30 messages a second to a bot.</summary>
    public TelegramOptions() => MaxConnections = 32;

    /// <summary>The Bot API, Telegram's or a local one; /bot and the token are added.</summary>
    public string BaseUrl { get; set; } = "https://api.telegram.org";

    internal override IEnumerable<string> Faults(string section) => base.Faults(section).Concat(UrlFaults($"{section}:BaseUrl", BaseUrl));
}
