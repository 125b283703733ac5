using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Data;

/// <summary>The gate's own way to SQLite binds, counts, answers and fails as the driver does.</summary>
public class SqliteStatementTests
{
    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_went_in()
    {
        await using var store = await OpenAsync();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);
        var long8 = new string('ß', 700);
        var values = await store.Gate.WriteAsync(async session =>
        {
            var rows = new List<object?>();
            foreach (var value in new object?[] { null, 7, long.MaxValue, "", "grün 🎉", long8, at, true, DeliveryStatus.Sent, new byte[] { 1, 0, 2 }, 1.5 })
            {
                rows.Add(await session.Prepare("select @value").Bind(value).ScalarAsync());
            }
            return rows;
        });
        Assert.Equal(new object?[] { null, 7L, long.MaxValue, "", "grün 🎉", long8, 1_790_000_000_123L, 1L, 10L, new byte[] { 1, 0, 2 }, 1.5 }, values);
    }

    [Fact]
    public async Task Rows_changed_are_counted_and_queries_see_the_same_values()
    {
        await using var store = await OpenAsync();
        await store.Gate.WriteAsync(async session =>
        {
            for (var i = 1; i <= 3; i++)
            {
                Assert.Equal(1, await session.Prepare("insert into installation_facts (name, value) values (@name, @value)").Bind($"test-{i}", $"{i}").ExecuteAsync());
            }
            Assert.Equal(2, await session.Prepare("update installation_facts set value = @value where name in ('test-1', 'test-2')").Bind("x").ExecuteAsync());
            Assert.Equal(0, await session.Prepare("update installation_facts set value = @value where name = @name").Bind("y", "none").ExecuteAsync());
            Assert.Equal(["x", "x"], await session.Prepare("select value from installation_facts where value = @value").Bind("x").QueryAsync(row => row.GetString(0)));
            Assert.Equal("test-3", await session.Prepare("update installation_facts set value = @value where name = 'test-3' returning name").Bind("z").ScalarAsync());
        });
    }

    [Fact]
    public async Task A_fault_is_the_drivers_fault_and_the_statement_can_be_used_again()
    {
        await using var store = await OpenAsync();
        const string sql = "insert into installation_facts (name, value) values (@name, @value)";
        await store.Gate.WriteAsync(async session => await session.Prepare(sql).Bind("test-1", "1").ExecuteAsync());
        var error = await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => store.Gate.WriteAsync(async session => await session.Prepare(sql).Bind("test-1", "2").ExecuteAsync()));
        Assert.Equal(19, error.SqliteErrorCode);
        Assert.Equal(1, await store.Gate.WriteAsync(async session => await session.Prepare(sql).Bind("test-2", "2").ExecuteAsync()));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Gate.WriteAsync(async session => await session.Prepare(sql).Bind("only one").ExecuteAsync()));
        await Assert.ThrowsAsync<NotSupportedException>(() => store.Gate.WriteAsync(async session => await session.Prepare("select @value").Bind(Guid.Empty).ScalarAsync()));
    }

    // On SQLite whatever engine the run is about.
    private static async Task<OwnStore> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-statement-").FullName;
        var store = HubStore.Make(new DatabaseOptions { DataDirectory = folder }, new ChangeFeed());
        await store.Engine.MigrateAsync(CancellationToken.None);
        await store.OpenAsync();
        return new(store, folder);
    }

    private sealed record OwnStore(HubStore Store, string Folder) : IAsyncDisposable
    {
        public IWriteGate Gate => Store.Gate;

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
