using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>How much is in flight at once. Section <c>NotifyHub:Limits</c>.</summary>
public sealed class DeliveryLimits
{
    /// <summary>Calls to vendors in flight at once, one for each vendor (6) to 5000, shared evenly among the vendors so that one that hangs can't take the others' share. Key: NotifyHub:Limits:InFlight.</summary>
    public int InFlight { get; set; } = 200;

    /// <summary>One vendor's share, rounded up.</summary>
    public int PerProvider => (InFlight + ProviderNames.Supported.Count - 1) / ProviderNames.Supported.Count;

    /// <summary>Most deliveries between the call to the vendor and the written result.</summary>
    internal int Unsettled => PerProvider * ProviderNames.Supported.Count + SettleWriter.UnwrittenMax;
}
