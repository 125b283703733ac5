namespace NotifyHub.Sandbox.Faults;

/// <summary>Remembers the runs of scripts that tokens carry in themselves. A script set on a phone has its run on the phone.</summary>
internal sealed class FaultBook
{
    /// <summary>Counting scripts kept at once; the oldest is forgotten first and would start again.</summary>
    private const int MostRuns = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FaultRun> _runs = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>What the next call to this token meets.</summary>
    /// <param name="token">Token, registration or endpoint id.</param>
    /// <param name="ofPhone">The run set on its phone; it wins over the token's own.</param>
    public FaultTurn Next(string token, FaultRun? ofPhone) => (ofPhone ?? OfToken(token))?.Next() ?? default;

    /// <summary>Whether the token scripts itself; such a token needs no phone.</summary>
    public static bool IsScripted(string token) => FaultScript.OfToken(token) is not null;

    private FaultRun? OfToken(string token)
    {
        if (FaultScript.OfToken(token) is not { } script)
        {
            return null;
        }

        lock (_gate)
        {
            if (!_runs.TryGetValue(token, out var run))
            {
                run = _runs[token] = new FaultRun(script);
                _order.Enqueue(token);
                if (_order.Count > MostRuns)
                {
                    _runs.Remove(_order.Dequeue());
                }
            }

            return run;
        }
    }
}
