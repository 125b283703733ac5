using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Postgres;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data.Postgres;

[Trait("Engine", "postgres")]
public class PostgresStartTests
{
    [Fact]
    public async Task The_migrations_make_the_model()
    {
        await using var store = await TempStore.OpenAsync();
        await using var db = new PostgresSchema(store.Engine.ContextOptions(null));
        Assert.False(db.Database.HasPendingModelChanges(), "Run eng/migrations.sh");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Nodes_that_start_together_on_an_empty_database_do_not_fight()
    {
        var server = await TestEngine.ServerAsync();
        await server.AskAsync("create database together");
        var engines = Enumerable.Range(0, 4).Select(_ => new PostgresEngine(server.ConnectionString("together"), 5)).ToList();
        await Task.WhenAll(engines.Select(engine => engine.MigrateAsync(CancellationToken.None)));
        await using (var db = new HubDb(engines[0].ContextOptions(null), gate: null, default))
        {
            Assert.Empty(await db.Facts.ToListAsync());
        }
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_commit_at_one_node_is_heard_at_the_others_and_not_told_on()
    {
        var connection = await TestEngine.NewDatabaseAsync();
        var (heard, own) = (new ChangeFeed(), new ChangeFeed());
        var told = new TaskCompletionSource<HubChange>();
        var echoes = 0;
        heard.Changed += change => told.TrySetResult(change);
        heard.ChangedHere += _ => Interlocked.Increment(ref echoes);
        var listener = await NodeAsync(connection, heard);
        var speaker = await NodeAsync(connection, own);
        await speaker.Gate.WriteAsync(session =>
        {
            session.Changed(42, HubTables.Deliveries | HubTables.Work);
            return new ValueTask<int>(0);
        });
        Assert.Equal(new HubChange(42, HubTables.Deliveries | HubTables.Work), await told.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, echoes);
        await listener.DisposeAsync();
        await speaker.DisposeAsync();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port={0};Database=absent;Username=postgres", "absent")]
    [InlineData("Host=127.0.0.1;Port={0};Database=latin;Username=postgres", "UTF8")]
    public async Task A_database_that_can_t_be_used_is_refused_in_words(string connection, string word)
    {
        var server = await TestEngine.ServerAsync();
        if (await server.AskAsync("select 1 from pg_database where datname = 'latin'") is null)
        {
            await server.AskAsync("create database latin encoding 'LATIN1' locale 'C' template template0");
        }
        await using var engine = new PostgresEngine(string.Format(System.Globalization.CultureInfo.InvariantCulture, connection, server.Port), 5);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => engine.MigrateAsync(CancellationToken.None));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<HubStore> NodeAsync(string connection, ChangeFeed feed)
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-node-" + Guid.NewGuid().ToString("n"));
        var store = HubStore.Make(new DatabaseOptions { DataDirectory = folder, Provider = "postgres", ConnectionString = connection, Writers = 1 }, feed);
        await store.OpenAsync();
        return store;
    }
}
