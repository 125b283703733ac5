using NotifyHub.Jobs;

namespace NotifyHub.Schedules;

/// <summary>Wakes this node's worker of schedules. A hint only: schedules are rows.</summary>
internal sealed class ScheduleSignal
{
    private readonly WorkSignal _signal = new();

    /// <summary>There may be a schedule that comes sooner.</summary>
    public void Wake() => _signal.Wake();

    /// <summary>Returns when woken, or after <paramref name="atMost"/>.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel) => _signal.WaitAsync(atMost, time, cancel);
}
