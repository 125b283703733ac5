// dotnet run -c Release --project bench/NotifyHub.Bench -- [accept] [deliver] [latency] [idle] [--provider apns] [--count 30000] [--app FOLDER] [--out FILE]
// Publishes the app (or takes the one in FOLDER), runs it and the vendors' twins as processes of their own, and prints each figure beside a bare
// HttpClient loop over the same wire in the same run. Without a name it measures everything.
using NotifyHub.Bench;

var plan = BenchPlan.Read(args);
var dll = plan.Names.SetEquals(["stages"]) ? "" : plan.App is { } folder ? Path.Combine(folder, "NotifyHub.dll") : Published.App();
var report = new Report(plan.Out);
report.Head(plan);
foreach (var (name, measure) in new (string, Func<string, BenchPlan, Report, Task>)[]
{
    ("idle", IdleBench.RunAsync), ("accept", AcceptBench.RunAsync), ("deliver", DeliverBench.RunAsync), ("latency", LatencyBench.RunAsync), ("stages", StagesBench.RunAsync),
})
{
    if (plan.Measures(name))
    {
        await measure(dll, plan, report);
    }
}
report.Save();
