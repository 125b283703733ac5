using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data.Sqlite;

/// <summary>Brings the file's schema up to date before the gate opens; the folder's lock makes this process the only one.</summary>
internal sealed class SqliteMigrator(SqliteEngine engine)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var connection = engine.OpenWrite();
        await using var db = new HubDb(engine.ContextOptions(connection), gate: null, ProjectScope.EveryProject) { InsideGate = true };
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        if (pending.Count == 0)
        {
            return;
        }
        if ((await db.Database.GetAppliedMigrationsAsync(cancel)).Any())
        {
            BackUp(connection, pending[^1]);
        }
        ForgetDeadMigrator(connection);
        await db.Database.MigrateAsync(cancel);
    }

    private void BackUp(SqliteConnection connection, string before)
    {
        Directory.CreateDirectory(engine.Files.Backups);
        var path = Path.Combine(engine.Files.Backups, $"before-{before}.db");
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        connection.BackupDatabase(copy);
    }

    // A process killed while migrating leaves EF's lock row, and the next Migrate would wait for ever. We own the file, so the row's owner is dead.
    private static void ForgetDeadMigrator(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where name = '__EFMigrationsLock'";
        if (Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) > 0)
        {
            command.CommandText = "delete from __EFMigrationsLock";
            command.ExecuteNonQuery();
        }
    }
}
