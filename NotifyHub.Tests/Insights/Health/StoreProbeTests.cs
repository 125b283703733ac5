using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights.Health;

public class StoreProbeTests
{
    [Fact]
    public async Task Readiness_is_a_row_that_was_written()
    {
        await using var store = await TempStore.OpenAsync();
        Assert.True(await new StoreProbe(store.Gate, new ManualTime()).IsReadyAsync());
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal(1, await db.Facts.CountAsync(f => f.Name == "readiness_probe"));
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_store_that_cannot_write_is_not_ready_until_it_can_and_a_verdict_serves_a_second()
    {
        await using var store = await TempStore.OpenAsync();
        var time = new ManualTime();
        var probe = new StoreProbe(store.Gate, time);
        await using var foreign = new SqliteConnection($"Data Source={store.Files.Database};Pooling=false");
        foreign.Open();
        await using (var hold = foreign.BeginTransaction(deferred: false))
        {
            Assert.False(await probe.IsReadyAsync());
        }
        Assert.False(await probe.IsReadyAsync());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await probe.IsReadyAsync());
    }
}
