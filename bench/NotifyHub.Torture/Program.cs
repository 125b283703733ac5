// dotnet run -c Release --project bench/NotifyHub.Torture -- [short|long] [--engine sqlite|postgres] ... (without arguments: short)
// Builds the app with its failpoints, runs it and the vendors' twins as processes of their own, sends, kills, drains, and checks that
// nothing was lost, invented, or doubled beyond what was in flight. Exit code 1 when a promise was broken. docs/guarantees.md tells more.
using NotifyHub.Tests.Support;
using NotifyHub.Torture;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;

if (TortureOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(TortureOptions.Usage);
    return 2;
}
using var build = new TestBuild();
using var limit = new CancellationTokenSource(TimeSpan.FromHours(3));
await using var server = options is { Engine: "postgres", Connection: null } ? await PostgresServer.StartAsync() : null;
if (server is not null)
{
    await server.AskAsync("create database torture");
    options = options with { Connection = server.ConnectionString("torture") };
}
var dll = options.App ?? build.Publish();
var (report, holds) = options.Verb switch
{
    "witness" => await new DurabilityWitness(dll).RunAsync(limit.Token),
    "campaign" => await new CampaignKills(options, dll).RunAsync(limit.Token),
    "digest" => await new DigestKills(options, dll).RunAsync(limit.Token),
    "erase" => await new ErasureKills(options, dll, server?.Folder).RunAsync(limit.Token),
    "fanout" => await new FanoutKills(options, dll).RunAsync(limit.Token),
    _ => await new Run(options, dll).RunAsync(limit.Token),
};
Console.WriteLine(report);
if (options.Out is { } file)
{
    await File.AppendAllTextAsync(file, report);
}
return holds ? 0 : 1;
