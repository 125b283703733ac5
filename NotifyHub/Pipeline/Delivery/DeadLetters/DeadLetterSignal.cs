namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>Wakes the worker of runs on this node. A hint only: runs are rows.</summary>
internal sealed class DeadLetterSignal
{
    private readonly Jobs.WorkSignal _signal = new();

    /// <summary>There may be a run.</summary>
    public void Wake() => _signal.Wake();

    /// <summary>Returns when woken, or after <paramref name="atMost"/>.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel) => _signal.WaitAsync(atMost, time, cancel);
}
