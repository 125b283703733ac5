using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>Microseconds of CPU for a piece of work, by process.</summary>
public readonly record struct CpuShares(double Hub, double Store, double Twin, double Generator)
{
    public double All => Hub + Store + Twin + Generator;
}

/// <summary>CPU time of the processes over a stretch: says where the time goes, also when others share the cores.</summary>
public sealed class CpuMeter
{
    private readonly HubUnderLoad _hub;
    private readonly BenchStore _store;
    private readonly CpuShares _before;

    private CpuMeter(HubUnderLoad hub, BenchStore store) => (_hub, _store, _before) = (hub, store, Now(hub, store));

    public static CpuMeter Start(HubUnderLoad hub, BenchStore store) => new(hub, store);

    /// <summary>Microseconds of CPU for each of so many pieces of work since the start.</summary>
    public CpuShares Per(long pieces)
    {
        var now = Now(_hub, _store);
        return new(
            (now.Hub - _before.Hub) / pieces * 1e6, (now.Store - _before.Store) / pieces * 1e6, (now.Twin - _before.Twin) / pieces * 1e6, (now.Generator - _before.Generator) / pieces * 1e6);
    }

    private static CpuShares Now(HubUnderLoad hub, BenchStore store) =>
        new(ProcessUse.CpuSeconds(hub.Hub.Id), store.CpuSeconds(), ProcessUse.CpuSeconds(hub.TwinProcessId), ProcessUse.CpuSeconds(Environment.ProcessId));
}
