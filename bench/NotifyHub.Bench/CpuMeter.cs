using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>CPU time of the three processes over a stretch: says where the time goes, also when others share the cores.</summary>
public sealed class CpuMeter
{
    private readonly HubUnderLoad _hub;
    private readonly (double Hub, double Twin, double Generator) _before;

    private CpuMeter(HubUnderLoad hub) => (_hub, _before) = (hub, Now(hub));

    public static CpuMeter Start(HubUnderLoad hub) => new(hub);

    /// <summary>Microseconds of CPU for each of so many pieces of work since the start.</summary>
    public (double Hub, double Twin, double Generator) Per(long pieces)
    {
        var now = Now(_hub);
        return ((now.Hub - _before.Hub) / pieces * 1e6, (now.Twin - _before.Twin) / pieces * 1e6, (now.Generator - _before.Generator) / pieces * 1e6);
    }

    private static (double Hub, double Twin, double Generator) Now(HubUnderLoad hub) =>
        (ProcessUse.CpuSeconds(hub.Hub.Id), ProcessUse.CpuSeconds(hub.TwinProcessId), ProcessUse.CpuSeconds(Environment.ProcessId));
}
