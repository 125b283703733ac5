namespace NotifyHub.Sandbox.Phones;

/// <summary>What a phone has yet to tell the hub, in order. Waits while the phone is offline or knows no hub, and tries again while the hub is away, so no ack is lost.</summary>
internal sealed class PhoneOutbox(HubCaller caller, TimeProvider clock, Func<HubLink?> reachableHub, Action settled, CancellationToken stopping)
{
    /// <summary>Calls kept; the oldest goes first.</summary>
    private const int Most = 1_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private readonly LinkedList<HubCall> _waiting = new();
    private bool _busy;

    /// <summary>Calls not yet settled.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Post(HubCall call)
    {
        lock (_gate)
        {
            _waiting.AddLast(call);
            if (_waiting.Count > Most)
            {
                _waiting.RemoveFirst();
            }
        }

        Wake();
    }

    /// <summary>Starts sending, unless that is under way: called when the phone goes online or learns its hub.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_busy || stopping.IsCancellationRequested)
            {
                return;
            }

            _busy = true;
        }

        _ = Task.Run(DrainAsync, CancellationToken.None);
    }

    private async Task DrainAsync()
    {
        var pause = FirstPause;
        while (Next() is var (call, hub))
        {
            try
            {
                if (await caller.TryAsync(hub, call, stopping))
                {
                    Settle(call);
                    pause = FirstPause;
                    continue;
                }

                await Task.Delay(pause, clock, stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // The sandbox is closing; what is left goes with it, as with a phone that is switched off for good.
                return;
            }
        }
    }

    /// <summary>The oldest call and where to take it; null ends the run, under the lock, so that no Wake is missed.</summary>
    private (HubCall Call, HubLink Hub)? Next()
    {
        lock (_gate)
        {
            if (_waiting.First is { } first && reachableHub() is { } hub)
            {
                return (first.Value, hub);
            }

            _busy = false;
            return null;
        }
    }

    private void Settle(HubCall call)
    {
        lock (_gate)
        {
            _waiting.Remove(call);
        }

        settled();
    }
}
