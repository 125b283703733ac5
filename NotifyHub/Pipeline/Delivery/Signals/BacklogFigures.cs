using System.Diagnostics.Metrics;

namespace NotifyHub.Pipeline.Delivery.Signals;

/// <summary>The queue at one moment, ready to be told.</summary>
/// <param name="Depth">What waits.</param>
/// <param name="OldestAge">Seconds.</param>
/// <param name="Standing">Projects in trouble with a vendor.</param>
internal sealed record BacklogFigures(IReadOnlyList<Measurement<long>> Depth, IReadOnlyList<Measurement<double>> OldestAge, IReadOnlyList<Measurement<long>> Standing)
{
    /// <summary>Nothing was read yet.</summary>
    public static BacklogFigures Nothing { get; } = new([], [], []);
}
