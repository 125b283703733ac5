using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data;

public class WriteGateTests
{
    private static Project NewProject(long id, string name = "p") => new() { Id = id, Name = name, CreatedAt = DateTimeOffset.UnixEpoch };

    [Fact]
    public async Task A_fault_in_one_work_undoes_that_work_only()
    {
        await using var store = await TempStore.OpenAsync();
        var works = Enumerable.Range(1, 50).Select(i => store.Gate.WriteAsync(ProjectScope.EveryProject, async (db, _) =>
        {
            db.Projects.Add(NewProject(i));
            await db.SaveChangesAsync();
            return i % 5 == 0 ? throw new InvalidOperationException("mine") : i;
        })).ToList();
        foreach (var (work, i) in works.Select((w, i) => (w, i + 1)))
        {
            if (i % 5 == 0)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => work);
            }
            else
            {
                Assert.Equal(i, await work);
            }
        }
        await using var read = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal(Enumerable.Range(1, 50).Where(i => i % 5 != 0).Select(i => (long)i), await read.Projects.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync());
    }

    [Fact]
    public async Task A_listener_that_fails_stops_neither_the_gate_nor_the_other_listeners()
    {
        await using var store = await TempStore.OpenAsync();
        var heard = new TaskCompletionSource();
        store.Feed.Changed += _ => throw new ObjectDisposedException("a page that let go");
        store.Feed.Changed += _ => heard.TrySetResult();
        for (var i = 0; i < 3; i++)
        {
            await store.Gate.WriteAsync(session =>
            {
                session.Changed(1, HubTables.People);
                return ValueTask.FromResult(0);
            });
        }
        await heard.Task;
    }

    [Fact]
    public async Task Waiting_works_share_a_commit()
    {
        await using var store = await TempStore.OpenAsync();
        var commits = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var hold = new TaskCompletionSource();
        var blocker = await Held.AllWritersAsync(store.Gate, hold.Task);
        var waiting = Enumerable.Range(0, 100).Select(_ => store.Gate.WriteAsync(session => { lock (commits) { commits.Add(session.Transaction!); } return ValueTask.FromResult(0); })).ToList();
        hold.SetResult();
        await blocker;
        await Task.WhenAll(waiting);
        Assert.InRange(commits.Count, 1, TestEngine.Writers);
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_reading_connection_can_not_write()
    {
        await using var store = await TempStore.OpenAsync();
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        var refused = await Assert.ThrowsAsync<SqliteException>(() => db.Projects.ExecuteDeleteAsync());
        Assert.Equal(8, refused.SqliteErrorCode);
        await using var raw = await store.Engine.OpenReadAsync();
        await using var command = raw.CreateCommand();
        command.CommandText = "delete from projects";
        await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task SaveChanges_of_a_reading_context_passes_the_gate()
    {
        await using var store = await TempStore.OpenAsync();
        await using (var db = store.Contexts.Open(ProjectScope.EveryProject))
        {
            db.Projects.Add(NewProject(7, "by context"));
            await db.SaveChangesAsync();
            db.Projects.Single().Name = "renamed";
            await db.SaveChangesAsync();
        }
        await using var read = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal("renamed", (await read.Projects.SingleAsync()).Name);
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_foreign_lock_makes_writes_unavailable_and_they_come_back_when_it_goes()
    {
        await using var store = await TempStore.OpenAsync();
        await using var foreign = new SqliteConnection($"Data Source={store.Files.Database};Pooling=false");
        foreign.Open();
        await using (var hold = foreign.BeginTransaction(deferred: false))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) => { db.Projects.Add(NewProject(1)); return Task.FromResult(0); }));
        }
        await store.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) => { db.Projects.Add(NewProject(1)); return Task.FromResult(0); });
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_full_disk_stores_nothing_and_recovers()
    {
        await using var store = await TempStore.OpenAsync();
        await store.Gate.WriteAsync(session => new ValueTask(session.Prepare("pragma max_page_count = 1").ScalarAsync().AsTask()));
        var big = new string('x', 1_000_000);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) => { db.Facts.Add(new() { Name = "big", Value = big }); return Task.FromResult(0); }));
        await store.Gate.WriteAsync(session => new ValueTask(session.Prepare("pragma max_page_count = 1000000").ScalarAsync().AsTask()));
        await store.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) => { db.Facts.Add(new() { Name = "big", Value = big }); return Task.FromResult(0); });
        await using var read = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal(1, await read.Facts.CountAsync());
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task Writes_sync_to_disk_and_only_the_gate_checkpoints()
    {
        await using var store = await TempStore.OpenAsync();
        var (journal, sync) = await store.Gate.WriteAsync(async session =>
            (await session.Prepare("pragma journal_mode").ScalarAsync(), await session.Prepare("pragma synchronous").ScalarAsync()));
        Assert.Equal("wal", journal);
        Assert.Equal(2L, sync);
        await using var read = await store.Engine.OpenReadAsync();
        await using var command = read.CreateCommand();
        command.CommandText = "pragma wal_autocheckpoint";
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task Work_that_leaves_no_trace_empties_the_log_and_waits_for_a_reader_that_needs_it()
    {
        await using var store = await TempStore.OpenAsync();
        async Task WriteAsync(string name, bool leavesNoTrace) => await store.Gate.WriteAsync(async session =>
        {
            await session.Prepare("insert into installation_facts (name, value) values (@name, 'x')").Bind(name).ExecuteAsync();
            session.LeavesNoTrace |= leavesNoTrace;
            return 0;
        });
        long Log() => new FileInfo(store.Files.Database + "-wal").Length;

        await WriteAsync("first", leavesNoTrace: false);
        Assert.NotEqual(0, Log());
        await WriteAsync("second", leavesNoTrace: true);
        Assert.Equal(0, Log());

        await using var reader = await store.Engine.OpenReadAsync();
        await using var command = reader.CreateCommand();
        command.CommandText = "begin; select count(*) from installation_facts";
        await command.ExecuteScalarAsync();
        await WriteAsync("third", leavesNoTrace: true);
        Assert.NotEqual(0, Log());
        command.CommandText = "rollback";
        await command.ExecuteNonQueryAsync();
        await WriteAsync("fourth", leavesNoTrace: false);
        Assert.Equal(0, Log());
    }

    [Fact]
    public async Task Changes_are_told_after_the_commit_only()
    {
        await using var store = await TempStore.OpenAsync();
        var told = new List<HubChange>();
        store.Feed.Changed += told.Add;
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Gate.WriteAsync(session =>
        {
            session.Changed(1, HubTables.Devices);
            throw new InvalidOperationException();
        }));
        Assert.Empty(told);
        await store.Gate.WriteAsync(session => { session.Changed(1, HubTables.Devices); session.Changed(1, HubTables.Keys); return ValueTask.CompletedTask; });
        Assert.Equal([new HubChange(1, HubTables.Devices | HubTables.Keys)], told);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(300)]
    public async Task Many_rows_in_one_statement_are_what_they_are_one_by_one(int count)
    {
        await using var store = await TempStore.OpenAsync();
        var made = Enumerable.Range(1, count).Select(i => new object?[] { (long)i, i % 3 == 0 ? null : i, i % 2 == 0 ? null : $"'{i}', $1 @id", i % 5 == 0 ? null : new byte[] { (byte)i, 0 }, i % 7 == 0 ? null : i / 8.0 }).ToList();
        var (changed, found) = await store.Gate.WriteAsync(async session =>
        {
            await session.Prepare("create temp table many (id bigint primary key, n integer, words text, bytes bytea, ratio double precision, more bigint)").ExecuteAsync();
            await session.Prepare("insert into many (id, n, words, bytes, ratio, more) values (@id, @n, @words, @bytes, @ratio, (select count(*) from many where id = @id))").InsertManyAsync(made);
            // The first is not there; the second is, and is refused by the condition.
            var rows = Enumerable.Range(0, count).Select(i => new object?[] { $"new {i}", (long)i, i == 1 ? 7L : 0L }).ToList();
            return (
                await session.Prepare("update many set words = @words, n = coalesce(n, 0) + 1 where id = @id and more = @more").UpdateManyAsync(rows),
                await session.Prepare("select id, n, words, bytes, ratio from many order by id").QueryAsync(row => Enumerable.Range(0, 5).Select(i => row.IsDBNull(i) ? null : row.GetValue(i)).ToArray()));
        });
        Assert.Equal(Enumerable.Range(0, count).Select(i => i > 1 ? 1 : 0), changed);
        Assert.Equal(count, found.Count);
        for (var i = 0; i < count; i++)
        {
            var isChanged = i + 1 > 1 && i + 1 < count;
            Assert.Equal(
                new object?[] { made[i][0], isChanged ? ((int?)made[i][1] ?? 0) + 1L : (long?)(int?)made[i][1], isChanged ? $"new {i + 1}" : made[i][2], made[i][3], made[i][4] },
                [Convert.ToInt64(found[i][0]), found[i][1] is { } n ? Convert.ToInt64(n) : null, found[i][2], found[i][3], found[i][4]]);
        }
    }

    [Fact]
    public async Task A_row_that_is_refused_among_many_undoes_its_own_work_only()
    {
        await using var store = await TempStore.OpenAsync();
        const string insert = "insert into projects (id, name, time_zone, created_at) values (@id, @name, 'UTC', 0)";
        var works = Enumerable.Range(0, 6).Select(i => store.Gate.WriteAsync(async session =>
        {
            await session.Prepare(insert).InsertManyAsync(Enumerable.Range(1, 10).Select(n => new object?[] { i * 100L + (i == 3 ? n % 9 : n), "p" }));
            return i;
        })).ToList();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => works[3]);
        works.RemoveAt(3);
        await Task.WhenAll(works);
        await using var read = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal(50, await read.Projects.CountAsync());
    }
}
