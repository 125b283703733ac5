using Microsoft.Extensions.Options;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Postgres;
using NotifyHub.Data.Rows;

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
                options.ConnectionString = configuration.GetConnectionString("Hub") ?? "";
                options.DataDirectory = Path.GetFullPath(configuration["NotifyHub:DataDirectory"] ?? options.DataDirectory, host.ContentRootPath);
            })
            .Validate(o => o.Provider is "sqlite" or "postgres", "NotifyHub:Database:Provider must be sqlite or postgres.")
            .Validate(o => o.Provider != "postgres" || PostgresEngine.CanRead(o.ConnectionString), "ConnectionStrings:Hub must say where PostgreSQL is: Host=...;Database=...;Username=...;Password=...")
            .Validate(o => o.Writers is >= 1 and <= 32, "NotifyHub:Database:Writers must be 1 to 32.")
            .Validate(o => o.BusyTimeoutSeconds is >= 1 and <= 60, "NotifyHub:Database:BusyTimeoutSeconds must be 1 to 60.")
            .Validate(o => o.GroupCommitMax is >= 1 and <= 5000, "NotifyHub:Database:GroupCommitMax must be 1 to 5000.")
            .ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton(provider => new HubIds(provider.GetRequiredService<TimeProvider>(), new Random()));
        services.AddSingleton(provider => HubStore.Make(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value, provider.GetRequiredService<ChangeFeed>(), provider.GetRequiredService<ILogger<HubStore>>()));
        services.AddSingleton(provider => provider.GetRequiredService<HubStore>().Engine);
        services.AddSingleton(provider => provider.GetRequiredService<HubStore>().Gate);
        services.AddSingleton<HubContexts>();
        services.AddNodes(configuration);
        services.AddSingleton<BacklogAges>();
        // Identity's stores ask for a context by DI: it sees accounts, and no project's rows.
        services.AddScoped(provider => provider.GetRequiredService<HubContexts>().Open(default(ProjectScope)));
        return services;
    }

    /// <summary>Migrates, opens the gate, and takes this node's number.</summary>
    public static async Task OpenStoreAsync(this IServiceProvider services, CancellationToken cancel = default)
    {
        Failpoint.AfterEveryCommand(CrashPoint.P11);
        await services.GetRequiredService<HubEngine>().MigrateAsync(cancel);
        Failpoint.AfterEveryCommand(null);
        services.GetRequiredService<HubEngine>().Outbox = services.GetService<IFactOutbox>();
        await services.GetRequiredService<HubStore>().OpenAsync(cancel);
        await services.GetRequiredService<HubNodes>().RegisterAsync(cancel);
    }
}
