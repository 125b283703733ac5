using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Feedback;

public class AttemptTests
{
    private static readonly ProviderOutcome Outcome = new(OutcomeKind.Retry) { Status = 503, Code = "ServiceUnavailable", Body = new string('x', 5000) };

    private static async Task<List<Attempt>> AllAsync(TempStore store)
    {
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        return await db.Attempts.AsNoTracking().OrderBy(a => a.Id).ToListAsync();
    }

    [Fact]
    public async Task Attempts_are_numbered_within_their_delivery_and_long_bodies_are_cut()
    {
        await using var store = await TempStore.OpenAsync();
        var recorder = new AttemptRecorder(store.Ids);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_780_000_000_000);
        foreach (var delivery in new long[] { 7, 8, 7 })
        {
            await store.Gate.WriteAsync(session => recorder.RecordAsync(session, new AttemptFact(1, delivery, Outcome, TimeSpan.FromMilliseconds(38.7), TimeSpan.FromSeconds(60), at)));
        }
        var rows = await AllAsync(store);
        Assert.Equal([(7L, 1), (8L, 1), (7L, 2)], rows.Select(a => (a.DeliveryId, a.Number)));
        Assert.All(rows, row => Assert.Equal(("Retry", 503, "ServiceUnavailable", 2048, 38, 60_000L, at), (row.Outcome, row.Status, row.Code, row.Body!.Length, row.DurationMs, row.RetryInMs, row.At)));
    }

    [Fact]
    public async Task Attempts_past_the_retention_time_are_removed_and_younger_ones_stay()
    {
        var time = new ManualTime();
        await using var store = await TempStore.OpenAsync();
        var recorder = new AttemptRecorder(new HubIds(time, new Random(1)));
        Task RecordAsync(int count) => store.Gate.WriteAsync(async session =>
        {
            for (var i = 0; i < count; i++)
            {
                await recorder.RecordAsync(session, new AttemptFact(1, 7, Outcome, TimeSpan.Zero, null, time.GetUtcNow()));
            }
        });
        await RecordAsync(2500);
        time.Advance(TimeSpan.FromDays(10));
        await RecordAsync(3);
        var cleanup = new AttemptCleanup(store.Gate, time, Options.Create(new RetentionOptions { AttemptDays = 30 }));

        time.Advance(TimeSpan.FromDays(20));
        Assert.Null(await cleanup.RunAsync(default));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("removed 2500", await cleanup.RunAsync(default));
        Assert.Equal(3, (await AllAsync(store)).Count);
    }
}
