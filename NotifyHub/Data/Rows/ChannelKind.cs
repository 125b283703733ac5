namespace NotifyHub.Data.Rows;

/// <summary>Ways to a person, as preferences name them. Several vendors may serve one.</summary>
public enum ChannelKind { InApp = 1, Email = 2, MobilePush = 3, WebPush = 4, Slack = 5, Telegram = 6, Webhook = 7 }

/// <summary>Names as on the wire.</summary>
public static class ChannelNames
{
    /// <summary>All channels, in the order in which they are shown.</summary>
    public static IReadOnlyList<ChannelKind> All { get; } = Enum.GetValues<ChannelKind>();

    /// <summary>in_app, email, mobile_push ...</summary>
    public static string Wire(this ChannelKind channel) => channel switch
    {
        ChannelKind.InApp => "in_app",
        ChannelKind.Email => "email",
        ChannelKind.MobilePush => "mobile_push",
        ChannelKind.WebPush => "web_push",
        ChannelKind.Slack => "slack",
        ChannelKind.Telegram => "telegram",
        _ => "webhook",
    };

    /// <summary>What a person calls it.</summary>
    public static string Label(this ChannelKind channel) => channel switch
    {
        ChannelKind.InApp => "Inbox",
        ChannelKind.Email => "E-mail",
        ChannelKind.MobilePush => "Mobile push",
        ChannelKind.WebPush => "Browser push",
        ChannelKind.Slack => "Slack",
        ChannelKind.Telegram => "Telegram",
        _ => "Webhook",
    };

    /// <summary>The channel that a kind of endpoint belongs to.</summary>
    public static ChannelKind Channel(this ProviderKind provider) => provider switch
    {
        ProviderKind.WebPush => ChannelKind.WebPush,
        ProviderKind.Email => ChannelKind.Email,
        ProviderKind.Slack => ChannelKind.Slack,
        ProviderKind.Telegram => ChannelKind.Telegram,
        ProviderKind.Webhook => ChannelKind.Webhook,
        ProviderKind.InApp => ChannelKind.InApp,
        _ => ChannelKind.MobilePush,
    };

    /// <summary>Reads a wire name; false when unknown.</summary>
    public static bool TryParse(string? wire, out ChannelKind channel)
    {
        channel = All.FirstOrDefault(c => c.Wire() == wire);
        return channel != default;
    }
}
