namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>A rate as settings write it.</summary>
public sealed class RateSetting
{
    /// <summary>Largest burst, 1 to 1000000. Key: Capacity.</summary>
    public int Capacity { get; set; }

    /// <summary>Sends a second, 1 to 1000000; 0 for no limit. Key: PerSecond.</summary>
    public int PerSecond { get; set; }

    /// <summary>As a value.</summary>
    internal LimitRate Rate => new(Capacity, PerSecond);
}
