namespace NotifyHub.Sandbox.Faults;

/// <summary>A script in use: it counts how often each fault has struck.</summary>
public sealed class FaultRun
{
    private readonly Lock _gate = new();
    private readonly int?[] _left;

    /// <summary>Starts a script from its beginning.</summary>
    public FaultRun(FaultScript script)
    {
        Script = script;
        _left = [.. script.Faults.Select(fault => fault.Times)];
    }

    /// <summary>What is being played.</summary>
    public FaultScript Script { get; }

    /// <summary>What the next call meets.</summary>
    public FaultTurn Next()
    {
        lock (_gate)
        {
            var pause = TimeSpan.Zero;
            for (var i = 0; i < _left.Length; i++)
            {
                if (_left[i] == 0)
                {
                    continue;
                }

                _left[i]--;
                var fault = Script.Faults[i];
                if (fault.Kind != FaultKind.Slow)
                {
                    return new FaultTurn(pause, fault);
                }

                pause += TimeSpan.FromSeconds(fault.Seconds);
            }

            return new FaultTurn(pause, null);
        }
    }
}

/// <summary>What one call meets: a pause, then a fault or nothing.</summary>
/// <param name="Pause">Time before anything is answered.</param>
/// <param name="Fault">Null means that the call goes well.</param>
public readonly record struct FaultTurn(TimeSpan Pause, ScriptedFault? Fault);
