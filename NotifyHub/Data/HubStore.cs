using NotifyHub.Data.Gate;
using NotifyHub.Data.Postgres;
using NotifyHub.Data.Sqlite;

namespace NotifyHub.Data;

/// <summary>An engine with its gate, by the settings: opened once, closed in the order that loses nothing.</summary>
public sealed class HubStore : IAsyncDisposable
{
    private readonly Action _open;

    private HubStore(HubEngine engine, IWriteGate gate, Action open) => (Engine, Gate, _open) = (engine, gate, open);

    /// <summary>The engine.</summary>
    public HubEngine Engine { get; }

    /// <summary>Its way in.</summary>
    public IWriteGate Gate { get; }

    /// <summary>The engine that the settings name; nothing is opened yet but SQLite's folder.</summary>
    public static HubStore Make(DatabaseOptions options, ChangeFeed feed)
    {
        if (options.Provider == "postgres")
        {
            PrivateFolder.Make(options.DataDirectory);
            var postgres = new PostgresEngine(options.ConnectionString, options.BusyTimeoutSeconds);
            var writers = new PostgresWriteGate(postgres, feed, options.GroupCommitMax, options.Writers);
            return new HubStore(postgres, writers, writers.Open);
        }
        var sqlite = new SqliteEngine(new SqliteFiles(options.DataDirectory), options.BusyTimeoutSeconds);
        var writer = new SqliteWriteGate(sqlite, feed, options.GroupCommitMax);
        return new HubStore(sqlite, writer, writer.Open);
    }

    /// <summary>Starts taking writes; the schema must be up to date.</summary>
    public void Open() => _open();

    /// <summary>Writes what waits, then lets go of the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Gate).DisposeAsync();
        switch (Engine)
        {
            case IAsyncDisposable engine: await engine.DisposeAsync(); break;
            case IDisposable engine: engine.Dispose(); break;
        }
    }
}
