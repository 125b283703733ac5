using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>How much is in flight at once. Section <c>NotifyHub:Limits</c>.</summary>
public sealed class DeliveryLimits
{
    /// <summary>Calls to vendors in flight at once, one for each vendor (6) to 5000, shared evenly among the vendors so that one that hangs can't take the others' share. Key: NotifyHub:Limits:InFlight.</summary>
    public int InFlight { get; set; } = 200;

    /// <summary>One vendor's share, rounded up.</summary>
    public int PerProvider => (InFlight + ProviderNames.Supported.Count - 1) / ProviderNames.Supported.Count;

    // A full call, and the hands that lanes and projects keep free of one project's normal messages (HandRules: an eighth, twice).
    private const int RelayHands = 133;

    /// <summary>Messages to one vendor in flight at once: its share of the calls. A relay takes many messages in a call, so it has hands for a full one.</summary>
    public int HandsOf(ProviderKind provider) => provider == ProviderKind.Expo ? Math.Max(PerProvider, Math.Min(InFlight, RelayHands)) : PerProvider;

    /// <summary>Most deliveries between the call to the vendor and the written result.</summary>
    internal int Unsettled => ProviderNames.Supported.Sum(HandsOf) + SettleWriter.UnwrittenMax;
}
