using Microsoft.Data.Sqlite;
using NotifyHub.E2E.Support;

namespace NotifyHub.Torture.Kill;

/// <summary>A foreign process holds SQLite's write lock for half a minute (BEGIN IMMEDIATE), longer than the hub waits for it.</summary>
public sealed class HeldLock() : Outage(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(12)), IDisposable
{
    private SqliteConnection? _foreign;

    /// <inheritdoc/>
    public void Dispose() => _foreign?.Dispose();

    /// <inheritdoc/>
    protected override async Task BeginAsync(HubUnderLoad hub, CancellationToken cancel)
    {
        _foreign = new SqliteConnection($"Data Source={Path.Combine(hub.Nodes[0].DataFolder, "notifyhub.db")};Pooling=false");
        await _foreign.OpenAsync(cancel);
        await using var begin = _foreign.CreateCommand();
        begin.CommandText = "begin immediate";
        await begin.ExecuteNonQueryAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await using var end = _foreign!.CreateCommand();
        end.CommandText = "rollback";
        await end.ExecuteNonQueryAsync(cancel);
        await _foreign.DisposeAsync();
    }
}
