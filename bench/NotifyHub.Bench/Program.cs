// dotnet run -c Release --project bench/NotifyHub.Bench -- [accept] [deliver] [latency] [idle] [--out FILE]
// Publishes the app, runs it and the vendors' twins as processes of their own, and prints each figure beside a bare HttpClient
// loop over the same wire in the same run. Without a name it measures everything.
using NotifyHub.Bench;

var names = args.TakeWhile(a => a != "--out").ToHashSet(StringComparer.Ordinal);
var outFile = args.SkipWhile(a => a != "--out").Skip(1).FirstOrDefault();
var dll = Published.App();
var report = new Report(outFile);
report.Head();
foreach (var (name, measure) in new (string, Func<string, Report, Task>)[]
{
    ("idle", IdleBench.RunAsync), ("accept", AcceptBench.RunAsync), ("deliver", DeliverBench.RunAsync), ("latency", LatencyBench.RunAsync),
})
{
    if (names.Count == 0 || names.Contains(name))
    {
        await measure(dll, report);
    }
}
report.Save();
