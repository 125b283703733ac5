using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>
/// How fast an installation sends through each vendor. The defaults protect a newcomer's credentials: vendors look at senders that begin with a
/// flood. A seasoned sender raises them.
/// </summary>
public sealed class VendorRates
{
    public RateSetting Apns { get; set; } = new() { Capacity = 400, PerSecond = 200 };
    public RateSetting Fcm { get; set; } = new() { Capacity = 400, PerSecond = 200 };
    public RateSetting WebPush { get; set; } = new() { Capacity = 200, PerSecond = 100 };
    public RateSetting Huawei { get; set; } = new() { Capacity = 200, PerSecond = 100 };
    public RateSetting MiPush { get; set; } = new() { Capacity = 100, PerSecond = 50 };

    /// <summary>For each project; never above what Expo documents (<see cref="VendorContract"/>).</summary>
    public RateSetting Expo { get; set; } = new() { Capacity = RelayContract.Expo.MessagesPerSecond, PerSecond = RelayContract.Expo.MessagesPerSecond };

    /// <summary>Mails to the installation's server.</summary>
    public RateSetting Email { get; set; } = new() { Capacity = 100, PerSecond = 50 };

    public RateSetting Slack { get; set; } = new() { Capacity = 50, PerSecond = 20 };

    /// <summary>A bot may send about thirty messages a second.</summary>
    public RateSetting Telegram { get; set; } = new() { Capacity = 30, PerSecond = 25 };

    public RateSetting Webhook { get; set; } = new() { Capacity = 200, PerSecond = 100 };

    /// <summary>By vendor, within the vendor's own documented limit.</summary>
    internal LimitRate Of(ProviderKind kind) => VendorContract.Of(kind).Within((kind switch
    {
        ProviderKind.Apns => Apns,
        ProviderKind.Fcm => Fcm,
        ProviderKind.WebPush => WebPush,
        ProviderKind.Huawei => Huawei,
        ProviderKind.MiPush => MiPush,
        ProviderKind.Expo => Expo,
        ProviderKind.Email => Email,
        ProviderKind.Slack => Slack,
        ProviderKind.Telegram => Telegram,
        ProviderKind.Webhook => Webhook,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody is called."),
    }).Rate);
}
