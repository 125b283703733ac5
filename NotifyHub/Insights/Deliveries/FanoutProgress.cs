using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Deliveries;

/// <summary>How far a fan-out is.</summary>
/// <param name="Run">Its row.</param>
public sealed record FanoutProgress(FanoutRun Run)
{
    /// <summary>Share of the candidates that were looked at, 0 to 1; null until they are counted.</summary>
    public double? Share => Run.State == FanoutState.Done ? 1 : Run.Total is { } total ? total == 0 ? 1 : Math.Min(1, (double)Run.Looked / total) : null;

    /// <summary>Deliveries written a second, without pauses; null before the first.</summary>
    public double? PerSecond => Run.WorkMs > 0 ? Run.Written * 1000.0 / Run.WorkMs : null;

    /// <summary>When it will be through at the rate so far; null when it does not run or nothing can be said.</summary>
    public DateTimeOffset? EstimatedEnd =>
        Run is { State: FanoutState.Running, Total: { } total, Looked: > 0, WorkMs: > 0 } ? Run.UpdatedAt + TimeSpan.FromMilliseconds(Math.Max(0, total - Run.Looked) * ((double)Run.WorkMs / Run.Looked)) : null;
}
