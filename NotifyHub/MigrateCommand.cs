using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Postgres;

namespace NotifyHub;

/// <summary>
/// The verb <c>NotifyHub migrate</c>: brings the schema of the configured database up to date; with <c>--to</c> copies a stopped hub on SQLite
/// into an empty PostgreSQL. Settings are the app's own.
/// </summary>
public static class MigrateCommand
{
    /// <summary>Does it and tells what came of it.</summary>
    /// <returns>0; 1 when it could not be done, and then nothing has changed.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancel = default)
    {
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppRoot.Find() });
            builder.Configuration.AddJsonFile(Path.Combine(AppRoot.Find(), "appsettings.json")).AddEnvironmentVariables().AddCommandLine(args);
            builder.Services.AddHubData(builder.Configuration);
            await using var services = builder.Services.BuildServiceProvider();
            var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            var engine = services.GetRequiredService<HubEngine>();
            await engine.MigrateAsync(cancel);
            if (builder.Configuration["to"] is not { } target)
            {
                await output.WriteLineAsync($"The schema is up to date ({engine.Describe()}).");
                return 0;
            }
            await HubMove.RunAsync(engine, target, Path.Combine(options.DataDirectory, "keys", "ring"), output, cancel);
            await output.WriteLineAsync($"""
                Start NotifyHub now with NotifyHub:Database:Provider=postgres and ConnectionStrings:Hub, on the same data folder: keys/master.key in it opens what was
                copied. {options.DataDirectory} keeps the old database as it was; put it away once the hub runs.
                """);
            return 0;
        }
        catch (Exception error) when (StartFaults.Words(error) is not null)
        {
            await errors.WriteLineAsync($"NotifyHub can't migrate:\n  {string.Join("\n  ", StartFaults.Words(error)!)}");
            return 1;
        }
    }
}
