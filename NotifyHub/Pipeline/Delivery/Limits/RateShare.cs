namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>The part of a rate that may be used at this moment.</summary>
/// <param name="Refill">0 to 1, of the refill: a throttled project has half.</param>
/// <param name="Burst">0 to 1, of the capacity: after an outage it starts small.</param>
public readonly record struct RateShare(double Refill, double Burst)
{
    /// <summary>All of it.</summary>
    public static RateShare Whole { get; } = new(1, 1);
}
