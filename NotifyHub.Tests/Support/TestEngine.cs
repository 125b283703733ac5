using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Data.Postgres;

namespace NotifyHub.Tests.Support;

/// <summary>
/// The engine that this run is about: SQLite, or PostgreSQL when <c>NOTIFYHUB_TEST_ENGINE=postgres</c>. ./test.sh runs the same suite on both.
/// A data folder has a database of its own, so that what is opened again on the same folder finds the same rows.
/// </summary>
public static class TestEngine
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static readonly ConcurrentDictionary<string, string> Databases = new(StringComparer.Ordinal);
    private static int _count;

    /// <summary>Whether stores of this run are PostgreSQL databases.</summary>
    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("NOTIFYHUB_TEST_ENGINE") == "postgres";

    /// <summary>How many work on a store's queue at the same time.</summary>
    public static int Writers => IsPostgres ? 2 : 1;

    /// <summary>The run's server; it stops with the run.</summary>
    public static Task<PostgresServer> ServerAsync() => Shared.Value;

    /// <summary>Settings of a store on this data folder.</summary>
    public static async Task<DatabaseOptions> OptionsAsync(string folder) => IsPostgres
        ? new DatabaseOptions { DataDirectory = folder, Provider = "postgres", ConnectionString = await DatabaseAsync(folder), Writers = Writers }
        : new DatabaseOptions { DataDirectory = folder };

    /// <summary>The same as configuration.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> SettingsAsync(string folder)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NotifyHub:DataDirectory"] = folder };
        if (IsPostgres)
        {
            settings["NotifyHub:Database:Provider"] = "postgres";
            settings["NotifyHub:Database:Writers"] = $"{Writers}";
            settings["ConnectionStrings:Hub"] = await DatabaseAsync(folder);
        }
        return settings;
    }

    /// <summary>Where the database of an open store is.</summary>
    public static string ConnectionStringOf(string folder) => Databases[folder];

    /// <summary>A new database with the schema, of which nobody knows yet.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        var server = await ServerAsync();
        var name = $"hub{Interlocked.Increment(ref _count)}";
        await server.AskAsync($"create database {name} template hub");
        return server.ConnectionString(name);
    }

    /// <summary>Removes folder and database.</summary>
    public static async Task ForgetAsync(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        if (Databases.TryRemove(folder, out var connectionString))
        {
            await (await ServerAsync()).AskAsync($"drop database {new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");
        }
    }

    private static async Task<string> DatabaseAsync(string folder) =>
        Databases.TryGetValue(folder, out var known) ? known : Databases.GetOrAdd(folder, await NewDatabaseAsync());

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        await server.AskAsync("create database hub");
        await using var engine = new PostgresEngine(server.ConnectionString("hub"), lockSeconds: 5);
        await engine.MigrateAsync(CancellationToken.None);
        return server;
    }
}
