using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Sqlite;

namespace NotifyHub.Tests.Support;

/// <summary>A real SQLite store in a folder of its own, migrated, gate open; for tests below the app.</summary>
public sealed class TempStore : IAsyncDisposable
{
    private readonly SqliteWriteGate _gate;

    private TempStore(string folder)
    {
        Folder = folder;
        Engine = new SqliteEngine(new SqliteFiles(folder), busySeconds: 5);
        _gate = new SqliteWriteGate(Engine, Feed, groupMax: 512);
        Contexts = new HubContexts(Engine, _gate);
        Ids = new HubIds(TimeProvider.System, new Random(1));
    }

    public string Folder { get; }
    public SqliteEngine Engine { get; }
    public ChangeFeed Feed { get; } = new();
    public IWriteGate Gate => _gate;
    public HubContexts Contexts { get; }
    public HubIds Ids { get; }

    public static async Task<TempStore> OpenAsync(string? folder = null)
    {
        var store = new TempStore(folder ?? Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n")));
        await store.Engine.MigrateAsync(CancellationToken.None);
        store._gate.Open();
        return store;
    }

    /// <summary>Closes but keeps the files, as a restart does.</summary>
    public async Task CloseAsync()
    {
        await _gate.DisposeAsync();
        Engine.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
