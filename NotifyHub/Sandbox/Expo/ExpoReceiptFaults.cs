using NotifyHub.Sandbox.Faults;

namespace NotifyHub.Sandbox.Expo;

/// <summary>The vendor's mood when it is asked for receipts: a script for all questions.</summary>
public sealed class ExpoReceiptFaults
{
    private volatile FaultRun? _run;

    /// <summary>Starts a script from its beginning; null ends it.</summary>
    public void Set(FaultScript? script) => _run = script is null ? null : new FaultRun(script);

    internal FaultTurn Next() => _run?.Next() ?? default;
}
