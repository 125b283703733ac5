using System.Globalization;
using NotifyHub.Tests.Support;

namespace NotifyHub.Bench;

/// <summary>The engine under the hub: SQLite in the hub's own process, or a PostgreSQL of the bench's own on loopback. Both commit to disk before they answer.</summary>
public sealed class BenchStore : IAsyncDisposable
{
    private readonly PostgresServer? _server;
    private int _databases;

    private BenchStore(PostgresServer? server) => _server = server;

    public string Name => _server is null ? "SQLite" : "PostgreSQL";

    public static async Task<BenchStore> OpenAsync(string engine) => engine switch
    {
        "sqlite" => new(null),
        "postgres" => new(await PostgresServer.StartAsync(durable: true)),
        _ => throw new ArgumentException($"{engine} is no engine: sqlite or postgres.", nameof(engine)),
    };

    /// <summary>Settings of a hub on a store that is empty, under which no limit stands in the way of what is measured.</summary>
    public async Task<Dictionary<string, string>> NewAsync()
    {
        var settings = new Dictionary<string, string>(Fleet.Settings, StringComparer.Ordinal);
        if (_server is not null)
        {
            var name = $"bench{++_databases}";
            await _server.AskAsync($"create database {name}");
            settings["NotifyHub__Database__Provider"] = "postgres";
            settings["ConnectionStrings__Hub"] = _server.ConnectionString(name);
        }
        return settings;
    }

    /// <summary>CPU seconds of the server's processes; 0 for SQLite, whose work is the hub's own.</summary>
    public double CpuSeconds() =>
        _server is null ? 0 : ProcessUse.TreeCpuSeconds(int.Parse(File.ReadLines(Path.Combine(_server.Folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
