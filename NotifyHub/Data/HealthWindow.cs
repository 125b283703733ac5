namespace NotifyHub.Data;

/// <summary>The rolling window of the health figures.</summary>
public static class HealthWindow
{
    /// <summary>How far back the figures reach.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <summary>How long the rows are kept: what the trend shows.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private const int StepMs = 10_000;

    /// <summary>Share of dead tokens from which vendors begin to look at a sender, 0 to 1.</summary>
    public const double Threshold = 0.10;

    /// <summary>Fewest answers from which a share says something.</summary>
    public const int FewestSamples = 20;

    /// <summary>Start of the ten seconds in which a time lies: one row's time.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds() / StepMs * StepMs);

    /// <summary>How far a sender is from the threshold, 100 (far) to 0 (there); null while there are too few answers to say.</summary>
    public static double? SafetyMarginPct(int total, int invalid) =>
        total < FewestSamples ? null : Math.Max(0, (Threshold - (double)invalid / total) / Threshold) * 100;
}
