using NotifyHub.E2E.Support;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Load;

namespace NotifyHub.Torture.Kill;

/// <summary>What a run does to the hub while the load goes on.</summary>
public interface ITrouble
{
    /// <summary>Before the first node starts for good.</summary>
    Task BeforeAsync(HubNodeProcess node, CancellationToken cancel);

    /// <summary>Under load.</summary>
    Task MakeAsync(HubUnderLoad hub, HubStore store, Generator load, CancellationToken cancel);

    /// <summary>When the hub has ended.</summary>
    Task AfterAsync(CancellationToken cancel);

    /// <summary>Kills that may have made copies.</summary>
    IReadOnlyList<KillRecord> Kills { get; }

    /// <summary>Adds what it saw.</summary>
    void Tell(Verdict verdict);
}
