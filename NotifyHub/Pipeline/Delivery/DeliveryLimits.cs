using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Limits;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>How much is in flight at once, and how fast. Section <c>NotifyHub:Limits</c>.</summary>
public sealed class DeliveryLimits
{
    /// <summary>Calls to push vendors in flight at once, one for each vendor (6) to 5000, shared evenly among the vendors that any project has an account with, so that one that hangs can't take the others' share. Key: NotifyHub:Limits:InFlight.</summary>
    public int InFlight { get; set; } = 200;

    /// <summary>Messages in flight at once of each channel beside push (mail, Slack, Telegram, webhooks), 1 to 500. They take nothing from the push vendors' share. Key: NotifyHub:Limits:ChannelHands.</summary>
    public int ChannelHands { get; set; } = 16;

    /// <summary>Sends of one project through one vendor, unless the project says otherwise. Key: NotifyHub:Limits:Project.</summary>
    public RateSetting Project { get; set; } = new() { Capacity = 100, PerSecond = 50 };

    /// <summary>Sends of the whole installation through each vendor. Key: NotifyHub:Limits:Vendors.</summary>
    public VendorRates Vendors { get; set; } = new();

    // A full call, and the hands that lanes and projects keep free of one project's normal messages (HandRules: an eighth, twice).
    private const int RelayHands = 133;

    /// <summary>Messages to one vendor in flight at once: its share of the calls, rounded up. A relay takes many messages in a call, so it has hands for a full one.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="sharers">Vendors that share.</param>
    public int HandsOf(ProviderKind provider, int sharers)
    {
        if (!provider.IsPush())
        {
            return ChannelHands;
        }
        var share = (InFlight + sharers - 1) / sharers;
        return provider == ProviderKind.Expo ? Math.Max(share, Math.Min(InFlight, RelayHands)) : share;
    }

    /// <summary>The same when all vendors share: the least that it ever has.</summary>
    public int LeastHandsOf(ProviderKind provider) => HandsOf(provider, ProviderNames.Supported.Count);

    /// <summary>Most deliveries between the call to the vendor and the written result. Twice the calls: a vendor that has just come shares at once, while the others' calls under way are still theirs.</summary>
    internal int Unsettled => 2 * InFlight + ProviderNames.Supported.Count + RelayHands + ProviderNames.Channels.Count * ChannelHands + SettleWriter.UnwrittenMax;

    /// <summary>What is wrong, each fault naming its key.</summary>
    internal IEnumerable<string> Faults()
    {
        if (InFlight < ProviderNames.Supported.Count || InFlight > 5000)
        {
            yield return $"NotifyHub:Limits:InFlight must be {ProviderNames.Supported.Count} to 5000.";
        }
        if (ChannelHands is < 1 or > 500)
        {
            yield return "NotifyHub:Limits:ChannelHands must be 1 to 500.";
        }
        if (Project.Rate.Fault is { } fault)
        {
            yield return $"NotifyHub:Limits:Project: {fault}.";
        }
        foreach (var kind in ProviderNames.Called)
        {
            if (Vendors.Of(kind).Fault is { } wrong)
            {
                yield return $"NotifyHub:Limits:Vendors:{kind}: {wrong}.";
            }
        }
    }
}
