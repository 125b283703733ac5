namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>How fast something may be sent: a bucket of permits that is full at first and refills steadily.</summary>
/// <param name="Capacity">Permits that it holds: the largest burst. At least 1 when limited.</param>
/// <param name="PerSecond">Permits a second; 0 means no limit.</param>
public readonly record struct LimitRate(int Capacity, int PerSecond)
{
    /// <summary>Highest capacity and rate that settings may name.</summary>
    public const int Highest = 1_000_000;

    /// <summary>No limit.</summary>
    public static LimitRate Unlimited { get; } = new(0, 0);

    /// <summary>True when it never makes anybody wait.</summary>
    public bool IsUnlimited => PerSecond == 0;

    /// <summary>What is wrong with it, null when nothing is.</summary>
    public string? Fault => PerSecond is < 0 or > Highest || Capacity is < 0 or > Highest
        ? $"capacity and perSecond must be 0 to {Highest}"
        : PerSecond > 0 && Capacity == 0 ? "capacity must be at least 1 when perSecond is not 0" : null;

    /// <inheritdoc/>
    public override string ToString() => IsUnlimited ? "unlimited" : $"{Capacity}/{PerSecond} a second";
}
