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

    /// <summary>By vendor, within the vendor's own documented limit.</summary>
    internal LimitRate Of(ProviderKind kind) => VendorContract.Of(kind).Within((kind switch
    {
        ProviderKind.Apns => Apns,
        ProviderKind.Fcm => Fcm,
        ProviderKind.WebPush => WebPush,
        ProviderKind.Huawei => Huawei,
        ProviderKind.MiPush => MiPush,
        _ => Expo,
    }).Rate);
}
