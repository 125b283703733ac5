using System.Data.Common;
using Microsoft.Data.Sqlite;
using NotifyHub.Data.Rows;

namespace NotifyHub.Torture.Hub;

/// <summary>The file of the one node.</summary>
public sealed class SqliteHubStore(string folder) : HubStore
{
    private static readonly string Held = $"select id from deliveries where status = {(int)DeliveryStatus.Sending}";

    /// <inheritdoc/>
    public override Task<HashSet<long>> HeldByAsync(HeldQuery node) =>
        OfCopyAsync(async db => (await ListAsync(db, Held, row => row.GetInt64(0))).ToHashSet());

    /// <inheritdoc/>
    public override Task<string?> FaultAsync() =>
        OfCopyAsync(async db => await ScalarAsync(db, "pragma integrity_check") is "ok" ? null : (string?)"integrity_check is not ok");

    /// <inheritdoc/>
    protected override string Tables => "select name from sqlite_schema where type = 'table'";

    /// <inheritdoc/>
    protected override string Writable => "pragma query_only = 0";

    /// <inheritdoc/>
    protected override async Task<DbConnection> OpenAsync() => await OpenAsync(folder);

    // The file as a dead process left it. A copy is read, so that nobody but the app recovers the original.
    private async Task<T> OfCopyAsync<T>(Func<DbConnection, Task<T>> ask)
    {
        var copy = Directory.CreateTempSubdirectory("notifyhub-copy-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(folder, "notifyhub.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
            await using var db = await OpenAsync(copy);
            return await ask(db);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<DbConnection> OpenAsync(string where)
    {
        var db = new SqliteConnection($"Data Source={Path.Combine(where, "notifyhub.db")};Pooling=false");
        await db.OpenAsync();
        await ScalarAsync(db, "pragma query_only = 1");
        return db;
    }
}
