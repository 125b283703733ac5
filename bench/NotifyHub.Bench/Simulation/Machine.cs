namespace NotifyHub.Bench.Simulation;

/// <summary>A clock of events, some cores that take work in the order it comes, and delays. Times are microseconds.</summary>
internal sealed class Machine(int cores)
{
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private readonly Queue<(double Work, Action Then)> _waiting = new();
    private int _free = cores;
    private long _order;

    public double Now { get; private set; }

    /// <summary>Runs something later.</summary>
    public void After(double delay, Action then) => _events.Enqueue(then, (Now + delay, _order++));

    /// <summary>Takes a core for so long, as soon as one is free.</summary>
    public void Cpu(double work, Action then)
    {
        if (_free == 0)
        {
            _waiting.Enqueue((work, then));
            return;
        }
        _free--;
        After(work, () =>
        {
            _free++;
            if (_waiting.TryDequeue(out var next))
            {
                Cpu(next.Work, next.Then);
            }
            then();
        });
    }

    /// <summary>Until <paramref name="done"/>.</summary>
    public void Run(Func<bool> done)
    {
        while (!done() && _events.TryDequeue(out var next, out var at))
        {
            Now = at.At;
            next();
        }
    }
}
