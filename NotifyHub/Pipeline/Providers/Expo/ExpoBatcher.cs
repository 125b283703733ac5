namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>
/// Gathers the calls of one account that come within a few milliseconds into one request, and hands each caller its own message's outcome.
/// A full request leaves at once. While as many requests are out as may be, the next one goes on filling, so that it is the fuller the slower Expo is.
/// </summary>
/// <remarks>A caller who gives up ends nobody else's call: what has not left is taken out, and a request is given up only when nobody waits for it any more.</remarks>
internal sealed class ExpoBatcher : IDisposable
{
    private readonly Func<IReadOnlyList<ExpoMessage>, CancellationToken, Task<IReadOnlyList<ProviderOutcome>>> _fly;
    private readonly ExpoGathering _gathering;
    private readonly SemaphoreSlim _room;
    private readonly Lock _gate = new();
    private readonly List<Waiting> _open = [];
    private readonly ITimer _timer;
    private int _flying;
    private bool _due;

    public ExpoBatcher(Func<IReadOnlyList<ExpoMessage>, CancellationToken, Task<IReadOnlyList<ProviderOutcome>>> fly, ExpoGathering gathering, TimeProvider clock)
    {
        (_fly, _gathering) = (fly, gathering);
        _room = new(gathering.Callers);
        _timer = clock.CreateTimer(_ => TimeIsUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The message's own outcome. Throws when cancelled, or with what went wrong in the request's own handling.</summary>
    public async Task<ProviderOutcome> SendAsync(ExpoMessage message, CancellationToken cancel)
    {
        await _room.WaitAsync(cancel);
        try
        {
            var waiting = new Waiting(message);
            Gather(waiting);
            await using var registration = cancel.UnsafeRegister(_ => Withdraw(waiting, cancel), null);
            return await waiting.Done.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Gather(Waiting waiting)
    {
        lock (_gate)
        {
            _open.Add(waiting);
            if (_open.Count == 1) _timer.Change(_gathering.For, Timeout.InfiniteTimeSpan);
            if (_open.Count >= _gathering.Messages) LeaveIfPossible();
        }
    }

    private void TimeIsUp()
    {
        lock (_gate)
        {
            _due = true;
            LeaveIfPossible();
        }
    }

    // Within the gate.
    private void LeaveIfPossible()
    {
        while (_flying < _gathering.Requests && _open.Count > 0 && (_due || _open.Count >= _gathering.Messages))
        {
            var flight = new Flight([.. _open.Take(_gathering.Messages)]);
            _open.RemoveRange(0, flight.Callers.Count);
            flight.Callers.ForEach(caller => caller.Flight = flight);
            _flying++;
            _ = Task.Run(() => FlyAsync(flight));
        }
        // Whoever is left came after the full request, or waits for its turn; the latter keeps its due.
        if (_open.Count == 0) _due = false;
    }

    private async Task FlyAsync(Flight flight)
    {
        try
        {
            var outcomes = await _fly([.. flight.Callers.Select(caller => caller.Message)], flight.Cut.Token);
            for (var i = 0; i < outcomes.Count; i++) flight.Callers[i].Done.TrySetResult(outcomes[i]);
        }
        catch (OperationCanceledException) when (flight.Cut.IsCancellationRequested)
        {
            // Every caller has gone; each was told so when it went.
        }
        catch (Exception error)
        {
            flight.Callers.ForEach(caller => caller.Done.TrySetException(error));
        }
        finally
        {
            lock (_gate)
            {
                _flying--;
                LeaveIfPossible();
            }
        }
    }

    private void Withdraw(Waiting waiting, CancellationToken cancel)
    {
        Flight? deserted = null;
        lock (_gate)
        {
            if (!_open.Remove(waiting) && waiting.Flight is { } flight && --flight.Left == 0) deserted = flight;
            if (_open.Count == 0) _due = false;
        }
        waiting.Done.TrySetCanceled(cancel);
        deserted?.Cut.Cancel();
    }

    private sealed class Waiting(ExpoMessage message)
    {
        public ExpoMessage Message => message;
        public TaskCompletionSource<ProviderOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Flight? Flight { get; set; }
    }

    // Its source is never disposed: it has no timer, and a caller may cancel it while it lands.
    private sealed class Flight(List<Waiting> callers)
    {
        public List<Waiting> Callers => callers;
        public CancellationTokenSource Cut { get; } = new();
        public int Left { get; set; } = callers.Count;
    }
}

/// <summary>How calls are gathered.</summary>
/// <param name="Messages">Most messages in a request.</param>
/// <param name="For">How long the first message of a request waits for others.</param>
/// <param name="Requests">Most requests at a time.</param>
/// <param name="Callers">Most calls inside; more wait at the door.</param>
internal sealed record ExpoGathering(int Messages, TimeSpan For, int Requests, int Callers);
