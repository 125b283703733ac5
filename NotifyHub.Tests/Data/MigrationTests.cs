using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Data.Sqlite;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data;

[Trait("Engine", "sqlite")]
public class MigrationTests
{
    [Fact]
    public async Task The_migrations_make_the_model()
    {
        await using var store = await TempStore.OpenAsync();
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet run --project tools/Migrator -- NAME");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task A_second_start_keeps_the_rows_and_a_second_process_is_refused()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n"));
        var first = await TempStore.OpenAsync(folder);
        await first.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) => { db.Facts.Add(new() { Name = "a", Value = "b" }); return Task.FromResult(0); });
        Assert.Throws<StartRefusedException>(() => new SqliteFiles(folder));
        await first.CloseAsync();
        await using var second = await TempStore.OpenAsync(folder);
        await using var db = second.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal("b", (await db.Facts.SingleAsync()).Value);
    }

    [Fact]
    public async Task A_migrator_that_died_does_not_block_and_an_upgrade_backs_up_first()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n"));
        var first = await TempStore.OpenAsync(folder);
        await first.CloseAsync();
        // An older schema with a dead migrator's lock row: the history says that nothing but a fictitious first step was applied.
        await using (var raw = new SqliteConnection($"Data Source={Path.Combine(folder, "notifyhub.db")};Pooling=false"))
        {
            raw.Open();
            await using var command = raw.CreateCommand();
            command.CommandText = "select name from sqlite_master where type = 'table' and name not like '\\_\\_EF%' escape '\\' and name not like 'sqlite%'";
            var tables = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    tables.Add(reader.GetString(0));
                }
            }
            command.CommandText = "pragma foreign_keys = off;" + string.Concat(tables.Select(t => $"drop table \"{t}\";"))
                + "delete from __EFMigrationsHistory; insert into __EFMigrationsHistory values ('00000000000001_Older', '10.0.0');"
                + "create table keepsake (note text); insert into keepsake values ('still here');"
                + "create table if not exists __EFMigrationsLock (Id integer primary key, Timestamp text); insert or replace into __EFMigrationsLock values (1, '2020');";
            await command.ExecuteNonQueryAsync();
        }
        await using var second = await TempStore.OpenAsync(folder);
        var backup = Assert.Single(Directory.GetFiles(second.Files.Backups));
        await using var copy = new SqliteConnection($"Data Source={backup};Pooling=false");
        copy.Open();
        await using var check = copy.CreateCommand();
        check.CommandText = "select note from keepsake";
        Assert.Equal("still here", await check.ExecuteScalarAsync());
    }
}
