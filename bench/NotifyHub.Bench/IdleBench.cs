using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>What the app costs while nothing happens.</summary>
public static class IdleBench
{
    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section("Idle");
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, Fleet.Settings, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(20));
        var before = ProcessUse.CpuSeconds(hub.Hub.Id);
        await Task.Delay(TimeSpan.FromSeconds(60));
        report.Line($"| CPU over 60 s | {Report.N((ProcessUse.CpuSeconds(hub.Hub.Id) - before) / 60 * 100, "N2")} % of a core |");
        report.Line("|---|---|");
        report.Line($"| Memory (resident) | {Report.N(ProcessUse.MemoryMb(hub.Hub.Id))} MB |");
    }
}
