using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Tests.Support;
using Npgsql;

namespace NotifyHub.Tests.Data.Postgres;

[Trait("Engine", "postgres")]
public class HeartbeatTests
{
    private static async Task CutAsync(TempStore store) => await (await TestEngine.ServerAsync()).AskAsync(
        $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{new NpgsqlConnectionStringBuilder(TestEngine.ConnectionStringOf(store.Folder)).Database}'");

    [Fact]
    public async Task A_pooled_connection_that_died_meanwhile_is_the_stores_trouble_and_the_next_reading_works()
    {
        await using var store = await TempStore.OpenAsync();
        var clock = new HubClock(store.Engine, TimeProvider.System);
        await clock.ReadAsync(CancellationToken.None);
        await CutAsync(store);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => clock.ReadAsync(CancellationToken.None));
        await clock.ReadAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Signs_of_life_go_on_when_the_database_comes_back()
    {
        await using var store = await TempStore.OpenAsync();
        var time = new ManualTime(DateTimeOffset.UtcNow);
        var nodes = new HubNodes(store.Engine, store.Gate, store.Ids, new HubClock(store.Engine, time), Options.Create(new NodeOptions()));
        await nodes.RegisterAsync(CancellationToken.None);
        using var heartbeat = new NodeHeartbeat(store.Engine, nodes, time, NullLogger<NodeHeartbeat>.Instance);
        await heartbeat.StartAsync(CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            await CutAsync(store);
            var last = await BeatAsync(store);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await BeatAsync(store) == last)
            {
                Assert.False(heartbeat.ExecuteTask!.IsCompleted, $"The heartbeat has ended: {heartbeat.ExecuteTask.Exception}");
                limit.Token.ThrowIfCancellationRequested();
                time.Advance(HubNodes.Beat);
            }
        }
        await heartbeat.StopAsync(CancellationToken.None);
    }

    private static async Task<string?> BeatAsync(TempStore store)
    {
        await using var connection = new NpgsqlConnection(TestEngine.ConnectionStringOf(store.Folder) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select heartbeat_at::text from nodes", connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
