using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Sqlite;

namespace NotifyHub.Tests.Support;

/// <summary>A real store of its own on the engine under test, migrated, gate open; for tests below the app.</summary>
public sealed class TempStore : IAsyncDisposable
{
    private readonly HubStore _store;

    private TempStore(DatabaseOptions options)
    {
        Folder = options.DataDirectory;
        _store = HubStore.Make(options, Feed);
        Contexts = new HubContexts(Engine, Gate);
        Ids = new HubIds(TimeProvider.System, new Random(1));
    }

    public string Folder { get; }
    public HubEngine Engine => _store.Engine;
    public SqliteFiles Files => ((SqliteEngine)Engine).Files;
    public ChangeFeed Feed { get; } = new();
    public IWriteGate Gate => _store.Gate;
    public HubContexts Contexts { get; }
    public HubIds Ids { get; }

    public static async Task<TempStore> OpenAsync(string? folder = null, Action<DatabaseOptions>? options = null)
    {
        var settings = await TestEngine.OptionsAsync(folder ?? Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n")));
        options?.Invoke(settings);
        var store = new TempStore(settings);
        await store.Engine.MigrateAsync(CancellationToken.None);
        await store._store.OpenAsync();
        return store;
    }

    /// <summary>Closes but keeps the rows, as a restart does.</summary>
    public ValueTask CloseAsync() => _store.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await TestEngine.ForgetAsync(Folder);
    }
}
