using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Postgres;
using NotifyHub.Data.Sqlite;

namespace NotifyHub.Data;

/// <summary>An engine with its gate, by the settings: opened once, closed in the order that loses nothing.</summary>
public sealed class HubStore : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task> _open;
    private readonly IReadOnlyList<object> _parts;

    private HubStore(HubEngine engine, IWriteGate gate, Func<CancellationToken, Task> open, IReadOnlyList<object> parts) =>
        (Engine, Gate, _open, _parts) = (engine, gate, open, parts);

    /// <summary>The engine.</summary>
    public HubEngine Engine { get; }

    /// <summary>Its way in.</summary>
    public IWriteGate Gate { get; }

    /// <summary>The engine that the settings name; nothing is opened yet but the data folder.</summary>
    /// <param name="options">Which, and where.</param>
    /// <param name="feed">Told of commits, of other nodes too.</param>
    /// <param name="log">For what goes on behind.</param>
    public static HubStore Make(DatabaseOptions options, ChangeFeed feed, ILogger? log = null)
    {
        if (options.Provider != "postgres")
        {
            var sqlite = new SqliteEngine(new SqliteFiles(options.DataDirectory), options.BusyTimeoutSeconds);
            var writer = new SqliteWriteGate(sqlite, feed, options.GroupCommitMax);
            return new HubStore(sqlite, writer, _ => { writer.Open(); return Task.CompletedTask; }, [writer, sqlite]);
        }
        var folder = new FolderLock(options.DataDirectory);
        var postgres = new PostgresEngine(options.ConnectionString, options.BusyTimeoutSeconds);
        var neighbours = new PostgresNeighbours(postgres, feed, log ?? NullLogger.Instance);
        var writers = new PostgresWriteGate(postgres, feed, options.GroupCommitMax, options.Writers);
        return new HubStore(postgres, writers, async cancel => { await neighbours.OpenAsync(cancel); writers.Open(); }, [writers, neighbours, postgres, folder]);
    }

    /// <summary>Starts taking writes; the schema must be up to date.</summary>
    public Task OpenAsync(CancellationToken cancel = default) => _open(cancel);

    /// <summary>Writes what waits, then lets go of the database.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            switch (part)
            {
                case IAsyncDisposable closing: await closing.DisposeAsync(); break;
                case IDisposable closing: closing.Dispose(); break;
            }
        }
    }
}
