// dotnet run -c Release --project bench/NotifyHub.Bench -- [idle] [accept] [deliver] [latency] [stages] [fairness] [fanout] [overload] [soak] [simulate] [inbox] [people]
//     [--provider apns,fcm,webpush] [--engine sqlite|postgres|both] [--count 60000] [--minutes 30] [--rate 500] [--answer-ms 0,25] [--app FOLDER] [--out FILE]
// Publishes the app (or takes the one in FOLDER), runs it and the vendors' twins as processes of their own, and prints each figure beside a bare
// HttpClient loop over the same wire in the same run. Without a name it measures everything but soak, simulate, inbox and people.
using NotifyHub.Bench;

var plan = BenchPlan.Read(args);
var needsApp = !plan.Names.IsSubsetOf(["stages", "fairness", "fanout", "inbox", "people"]) || plan.Names.Count == 0;
var dll = !needsApp ? "" : plan.App is { } folder ? Path.Combine(folder, "NotifyHub.dll") : Published.App();
var report = new Report(plan.Out);
report.Head(plan);
foreach (var (name, measure) in new (string, Func<string, BenchPlan, Report, Task>)[]
{
    ("idle", IdleBench.RunAsync), ("accept", AcceptBench.RunAsync), ("deliver", DeliverBench.RunAsync), ("latency", LatencyBench.RunAsync),
    ("stages", StagesBench.RunAsync), ("fairness", FairnessBench.RunAsync), ("fanout", FanoutBench.RunAsync), ("overload", OverloadBench.RunAsync), ("soak", SoakBench.RunAsync), ("simulate", SimulateBench.RunAsync), ("inbox", InboxBench.RunAsync), ("people", PeopleBench.RunAsync),
})
{
    if (plan.Measures(name))
    {
        await measure(dll, plan, report);
    }
}
report.Save();
