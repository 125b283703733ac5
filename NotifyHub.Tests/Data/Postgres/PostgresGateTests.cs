using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Postgres;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;
using Npgsql;

namespace NotifyHub.Tests.Data.Postgres;

[Trait("Engine", "postgres")]
public class PostgresGateTests
{
    private static Project NewProject(long id, string name = "p") => new() { Id = id, Name = name, CreatedAt = DateTimeOffset.UnixEpoch };

    private static Task<int> AddAsync(IWriteGate gate, long id) => gate.WriteAsync(ProjectScope.EveryProject, (db, _) =>
    {
        db.Projects.Add(NewProject(id));
        return Task.FromResult(0);
    });

    [Fact]
    public async Task A_reading_connection_can_not_write()
    {
        await using var store = await TempStore.OpenAsync();
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, (await Assert.ThrowsAsync<PostgresException>(() => db.Projects.ExecuteDeleteAsync())).SqlState);
        await using var raw = await store.Engine.OpenReadAsync();
        await using var command = raw.CreateCommand();
        command.CommandText = "delete from projects";
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task Commits_are_confirmed_when_they_are_durable_whatever_the_database_says()
    {
        await using var store = await TempStore.OpenAsync();
        await using (var other = new NpgsqlConnection(TestEngine.ConnectionStringOf(store.Folder)))
        {
            await other.OpenAsync();
            await using var command = new NpgsqlCommand($"alter database {other.Database} set synchronous_commit = off", other);
            await command.ExecuteNonQueryAsync();
        }
        await using var second = new PostgresEngine(TestEngine.ConnectionStringOf(store.Folder), 5);
        await using var writer = await second.OpenWriteAsync();
        await using var show = new NpgsqlCommand("show synchronous_commit", writer);
        Assert.Equal("on", await show.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_foreign_lock_makes_writes_unavailable_and_they_come_back_when_it_goes()
    {
        await using var store = await TempStore.OpenAsync(options: o => o.BusyTimeoutSeconds = 1);
        await using var foreign = new NpgsqlConnection(TestEngine.ConnectionStringOf(store.Folder));
        await foreign.OpenAsync();
        await using (var hold = await foreign.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand("lock table projects in access exclusive mode", foreign, hold);
            await command.ExecuteNonQueryAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(store.Gate, 1));
        }
        await AddAsync(store.Gate, 1);
    }

    [Fact]
    public async Task Who_stands_still_in_a_transaction_lets_go_of_its_rows_and_does_its_work_again_when_it_comes_back()
    {
        await using var store = await TempStore.OpenAsync();
        await AddAsync(store.Gate, 1);
        await using (var writer = await ((PostgresEngine)store.Engine).OpenWriteAsync())
        await using (var show = new NpgsqlCommand("show idle_in_transaction_session_timeout", writer))
        {
            Assert.Equal("10s", await show.ExecuteScalarAsync());
        }
        Assert.Contains("idle_in_transaction_session_timeout=10s", NotifyHub.Jobs.SharedJobStore.ConnectionOf("Host=x;Options=-c lock_timeout=1s"), StringComparison.Ordinal);

        var (runs, held, comesBack) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        var work = store.Gate.WriteAsync(async session =>
        {
            var first = Interlocked.Increment(ref runs) == 1;
            if (first)
            {
                // The same, sooner.
                await session.Prepare("select set_config('idle_in_transaction_session_timeout', '200', false)").ScalarAsync();
            }
            await session.Prepare("update projects set name = 'ours' where id = 1").ExecuteAsync();
            if (first)
            {
                held.SetResult();
                await comesBack.Task;
            }
            return 0;
        });
        await held.Task;
        await using var other = new NpgsqlConnection(TestEngine.ConnectionStringOf(store.Folder));
        await other.OpenAsync();
        await using (var update = new NpgsqlCommand("update projects set name = 'theirs' where id = 1", other))
        {
            Assert.Equal(1, await update.ExecuteNonQueryAsync());
        }
        comesBack.SetResult();
        await work;
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal((2, "ours"), (runs, (await db.Projects.SingleAsync()).Name));
    }

    [Fact]
    public async Task Killed_backends_are_replaced_and_no_caller_notices()
    {
        await using var store = await TempStore.OpenAsync();
        await AddAsync(store.Gate, 1);
        for (var i = 2; i < 20; i++)
        {
            await (await TestEngine.ServerAsync()).AskAsync($"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{new NpgsqlConnectionStringBuilder(TestEngine.ConnectionStringOf(store.Folder)).Database}'");
            await AddAsync(store.Gate, i);
        }
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal(19, await EventuallyAsync(() => db.Projects.CountAsync()));
    }

    [Fact]
    public async Task What_collides_runs_again_until_it_is_done()
    {
        await using var store = await TempStore.OpenAsync();
        await AddAsync(store.Gate, 1);
        await AddAsync(store.Gate, 2);
        // Each takes two rows in another order: with two writers they meet in a deadlock that the server breaks.
        const string sql = "update projects set name = @name where id = @id";
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.Gate.WriteAsync(async session =>
        {
            await session.Prepare(sql).Bind($"a{i}", i % 2 == 0 ? 1 : 2).ExecuteAsync();
            await Task.Yield();
            await session.Prepare(sql).Bind($"b{i}", i % 2 == 0 ? 2 : 1).ExecuteAsync();
            return 0;
        })));
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        // Whole transactions one after the other: both rows hold what the last one wrote.
        Assert.Single((await db.Projects.Select(p => p.Name).ToListAsync()).Select(name => name[1..]).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_reads_and_then_adds_sees_what_another_node_added_meanwhile()
    {
        await using var store = await TempStore.OpenAsync();
        await using var other = new NpgsqlConnection(TestEngine.ConnectionStringOf(store.Folder));
        await other.OpenAsync();
        var runs = 0;
        var added = await store.Gate.WriteAsync(ProjectScope.EveryProject, async (db, _) =>
        {
            if (await db.Projects.AnyAsync(p => p.Id == 7))
            {
                return false;
            }
            if (runs++ == 0)
            {
                await InsertProjectAsync(other, 7);
            }
            db.Projects.Add(NewProject(7));
            await db.SaveChangesAsync();
            return true;
        });
        Assert.Equal((false, 1), (added, runs));
    }

    [Fact]
    public async Task Statements_for_later_keep_their_order_and_a_look_that_fails_undoes_its_work_only()
    {
        await using var store = await TempStore.OpenAsync();
        const string insert = "insert into installation_facts (name, value) values (@name, @value)";
        const string update = "update installation_facts set value = @value where name = @name";
        var works = Enumerable.Range(0, 20).Select(i => store.Gate.WriteAsync(async session =>
        {
            await session.Prepare(insert).Bind($"f{i}", "first").ExecuteLaterAsync();
            await session.Prepare(update).Bind("second", $"f{i}").ExecuteLaterAsync(changed => Assert.Equal(1, changed));
            await session.Prepare(update).Bind("third", i == 5 ? "nobody" : $"f{i}").ExecuteLaterAsync(
                changed => _ = changed == 1 ? true : throw new InvalidOperationException("nobody there"));
            return i;
        })).ToList();
        for (var i = 0; i < works.Count; i++)
        {
            var work = works[i];
            if (i == 5)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => work);
            }
            else
            {
                Assert.Equal(i, await work);
            }
        }
        await using var db = store.Contexts.Open(default);
        var facts = await db.Facts.Where(f => f.Name.StartsWith("f")).Select(f => f.Value).ToListAsync();
        Assert.Equal(19, facts.Count);
        Assert.All(facts, value => Assert.Equal("third", value));
    }

    [Fact]
    public async Task Many_rows_go_at_once_and_each_tells_what_it_changed()
    {
        await using var store = await TempStore.OpenAsync();
        await AddAsync(store.Gate, 1);
        await AddAsync(store.Gate, 3);
        var changed = await store.Gate.WriteAsync(session => session.Prepare("update projects set name = @name where id = @id").ExecuteManyAsync([["x", 1L], ["x", 2L], ["x", 3L]]));
        Assert.Equal([1, 0, 1], changed);
    }

    private static async Task InsertProjectAsync(NpgsqlConnection connection, long id)
    {
        await using var db = new HubDb(new DbContextOptionsBuilder<HubDb>().UseNpgsql(connection).Options, gate: null, ProjectScope.EveryProject);
        db.Projects.Add(NewProject(id, "theirs"));
        await db.SaveChangesAsync();
    }

    // A killed connection of the pool fails once; the next one is new.
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> read)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await read();
            }
            catch (Exception error) when (i < 10 && (error is NpgsqlException || error.InnerException is NpgsqlException))
            {
                await Task.Yield();
            }
        }
    }
}
