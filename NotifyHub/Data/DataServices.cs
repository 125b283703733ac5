using Microsoft.Extensions.Options;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Data.Sqlite;

namespace NotifyHub.Data;

/// <summary>Registers the ground.</summary>
public static class DataServices
{
    /// <summary>Engine, gate, contexts, ids, change feed. Call <see cref="OpenStoreAsync"/> after building the app, before anything runs.</summary>
    public static IServiceCollection AddHubData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>()
            .Configure<IHostEnvironment>((options, host) =>
            {
                configuration.GetSection("NotifyHub:Database").Bind(options);
                options.DataDirectory = Path.GetFullPath(configuration["NotifyHub:DataDirectory"] ?? options.DataDirectory, host.ContentRootPath);
            })
            .Validate(o => o.Provider == "sqlite", "NotifyHub:Database:Provider must be sqlite (postgres comes with the next release).")
            .Validate(o => o.BusyTimeoutSeconds is >= 1 and <= 60, "NotifyHub:Database:BusyTimeoutSeconds must be 1 to 60.")
            .Validate(o => o.GroupCommitMax is >= 1 and <= 5000, "NotifyHub:Database:GroupCommitMax must be 1 to 5000.")
            .ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton(provider => new HubIds(provider.GetRequiredService<TimeProvider>(), new Random()));
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return new SqliteEngine(new SqliteFiles(options.DataDirectory), options.BusyTimeoutSeconds);
        });
        services.AddSingleton<HubEngine>(provider => provider.GetRequiredService<SqliteEngine>());
        services.AddSingleton(provider => new SqliteWriteGate(
            provider.GetRequiredService<SqliteEngine>(), provider.GetRequiredService<ChangeFeed>(), provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.GroupCommitMax));
        services.AddSingleton<IWriteGate>(provider => provider.GetRequiredService<SqliteWriteGate>());
        services.AddSingleton<HubContexts>();
        // Identity's stores ask for a context by DI: it sees accounts, and no project's rows.
        services.AddScoped(provider => provider.GetRequiredService<HubContexts>().Open(default(ProjectScope)));
        return services;
    }

    /// <summary>Migrates, then opens the gate.</summary>
    public static async Task OpenStoreAsync(this IServiceProvider services, CancellationToken cancel = default)
    {
        Failpoint.AfterEveryCommand(CrashPoint.P11);
        await services.GetRequiredService<HubEngine>().MigrateAsync(cancel);
        Failpoint.AfterEveryCommand(null);
        services.GetRequiredService<SqliteWriteGate>().Open();
    }
}
