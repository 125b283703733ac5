using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.DeadLetters;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery.DeadLetters;

public class DeadLetterControlTests
{
    private static readonly ProviderOutcome Taken = new(OutcomeKind.Accepted) { Status = 200 };

    [Fact]
    public async Task Two_replays_at_once_send_each_letter_once_and_keep_its_history()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        var ids = await DeadAsync(rig, 20);

        var answers = await Task.WhenAll(ReplayAsync(rig, ids), ReplayAsync(rig, ids));

        Assert.Equal(20, answers.Sum(a => a.Run.Done));
        Assert.Equal(20, answers.Sum(a => a.Refused.Count));
        Assert.All(answers.SelectMany(a => a.Refused), r => Assert.Equal("not_dead", r.Code));
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 20);
        foreach (var id in ids)
        {
            Assert.Equal([(1, "ContentBad"), (2, "Accepted")], (await rig.AttemptsAsync(id)).Select(a => (a.Number, a.Outcome)));
            var sent = await rig.DeliveryAsync(id);
            Assert.Equal((1, 1), (sent.Attempts, sent.Replays));
        }
        // The vendor saw each message id twice: the first series and the replay.
        Assert.All(rig.Apns.Calls.GroupBy(c => c.MessageId), calls => Assert.Equal(2, calls.Count()));
    }

    [Fact]
    public async Task Two_filters_at_once_send_each_letter_once()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await DeadAsync(rig, 30);
        var all = new DeadLetterSelection { Filter = new DeadLetterFilter() };

        var answers = await Task.WhenAll(StartAsync(rig, DeadLetterDeed.Replay, all), StartAsync(rig, DeadLetterDeed.Replay, all));

        await rig.UntilAsync(async () => (await RunsAsync(rig)).All(r => r.FinishedAt is not null));
        Assert.Equal(30, (await RunsAsync(rig)).Sum(r => r.Done));
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 30);
        Assert.Equal(60, rig.Apns.Calls.Count);
        Assert.All(answers, a => Assert.Equal(30, a.Run.Chosen));
    }

    [Fact]
    public async Task A_rate_spreads_the_due_times_over_slices_too()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time, start: false);
        var ids = await rig.StoreAsync([.. await Task.WhenAll(Enumerable.Range(0, DeadLetterWorker.Slice + 100).Select(_ => rig.DeviceAsync()))], d => d.Status = DeliveryStatus.Failed);
        var began = time.GetUtcNow();

        await StartAsync(rig, DeadLetterDeed.Replay, new DeadLetterSelection { Filter = new DeadLetterFilter() }, rate: 10);
        var worker = rig.Services.GetRequiredService<DeadLetterWorker>();
        await worker.StepAsync(CancellationToken.None);
        Assert.Equal(DeadLetterWorker.Slice, (await RunsAsync(rig)).Single().Done);
        while (await worker.StepAsync(CancellationToken.None))
        {
        }

        var dues = await rig.ReadAsync(db => db.Deliveries.OrderBy(d => d.Id).Select(d => d.DueAt).ToListAsync());
        Assert.Equal(ids.Select((_, i) => began.AddMilliseconds(100 * i)), dues);
        Assert.Equal(ids.Count, (await RunsAsync(rig)).Single().Done);
    }

    [Fact]
    public async Task A_run_goes_on_after_a_restart_where_its_last_slice_ended()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-letters-" + Guid.NewGuid().ToString("n"));
        try
        {
            await using (var first = await DeliveryRig.OpenAsync(folder: folder, start: false))
            {
                await first.StoreAsync([.. await Task.WhenAll(Enumerable.Range(0, DeadLetterWorker.Slice + 5).Select(_ => first.DeviceAsync()))], d => d.Status = DeliveryStatus.Failed);
                await StartAsync(first, DeadLetterDeed.Discard, new DeadLetterSelection { Filter = new DeadLetterFilter() });
                await first.Services.GetRequiredService<DeadLetterWorker>().StepAsync(CancellationToken.None);
            }
            await using var second = await DeliveryRig.OpenAsync(folder: folder);
            await second.UntilAsync(async () => (await RunsAsync(second)).Single().FinishedAt is not null);
            Assert.Equal(DeadLetterWorker.Slice + 5, (await RunsAsync(second)).Single().Done);
            Assert.Equal(0, await second.ReadAsync(db => db.Deliveries.CountAsync(d => d.DiscardedAt == null)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_past_its_time_is_refused_in_words_also_when_its_turn_comes_too_late()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var now = rig.Time.GetUtcNow();
        var over = (await DeadRowsAsync(rig, 1, d => d.ExpiresAt = now.AddSeconds(-1)))[0];
        var soon = await DeadRowsAsync(rig, 2, d => d.ExpiresAt = now.AddSeconds(30));

        var answer = await ReplayAsync(rig, [over, .. soon], rate: 0.01);

        Assert.Equal([over, soon[1]], answer.Refused.Select(r => r.Id));
        Assert.All(answer.Refused, r => Assert.Contains("may not be sent any more", r.Detail, StringComparison.Ordinal));
        Assert.Equal((1, 2), (answer.Run.Done, answer.Run.Expired));
    }

    [Fact]
    public async Task Poison_is_left_alone_by_all_and_goes_when_it_is_named()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var poison = (await DeadRowsAsync(rig, 1, d => (d.Reason, d.Crashes) = (DeliveryReason.Poison, 3)))[0];
        await DeadRowsAsync(rig, 2);

        await RunToEndAsync(rig, DeadLetterDeed.Replay, new DeadLetterSelection { Filter = new DeadLetterFilter() });

        Assert.Equal((2, 1), ((await RunsAsync(rig))[0].Done, (await RunsAsync(rig))[0].Poison));
        Assert.Equal(DeliveryStatus.Failed, (await rig.DeliveryAsync(poison)).Status);

        await RunToEndAsync(rig, DeadLetterDeed.Replay, new DeadLetterSelection { Filter = new DeadLetterFilter { Reason = DeliveryReason.Poison } });

        var again = await rig.DeliveryAsync(poison);
        Assert.Equal((DeliveryStatus.Queued, 0), (again.Status, again.Crashes));
    }

    [Fact]
    public async Task A_discard_leaves_the_list_stays_in_history_and_is_taken_back_as_a_whole()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var earlier = (await DeadRowsAsync(rig, 1))[0];
        await StartAsync(rig, DeadLetterDeed.Discard, new DeadLetterSelection { Ids = [earlier] });
        await Task.Yield();
        var ids = await DeadRowsAsync(rig, 3);
        var run = (await RunToEndAsync(rig, DeadLetterDeed.Discard, new DeadLetterSelection { Filter = new DeadLetterFilter() })).Run;

        Assert.Equal("discarded", Assert.Single((await ReplayAsync(rig, [ids[0]])).Refused).Code);
        Assert.Equal(DeliveryStatus.Failed, (await rig.DeliveryAsync(ids[0])).Status);

        await RunToEndAsync(rig, DeadLetterDeed.Restore, new DeadLetterSelection { Run = run.Id });

        Assert.All(ids, id => Assert.Null(rig.DeliveryAsync(id).Result.DiscardedAt));
        Assert.NotNull((await rig.DeliveryAsync(earlier)).DiscardedAt);
    }

    [Fact]
    public async Task Another_projects_letters_do_not_exist_and_what_dies_later_is_not_meant()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var mine = await DeadRowsAsync(rig, 1);
        var theirs = await DeadRowsAsync(rig, 1, projectId: 2);

        Assert.Equal("not_found", Assert.Single((await ReplayAsync(rig, theirs)).Refused).Code);
        await StartAsync(rig, DeadLetterDeed.Replay, new DeadLetterSelection { Filter = new DeadLetterFilter() });
        var later = await DeadRowsAsync(rig, 1);
        while (await rig.Services.GetRequiredService<DeadLetterWorker>().StepAsync(CancellationToken.None))
        {
        }

        Assert.Equal(DeliveryStatus.Queued, (await rig.DeliveryAsync(mine[0])).Status);
        Assert.Equal(DeliveryStatus.Failed, (await rig.DeliveryAsync(theirs[0])).Status);
        Assert.Equal(DeliveryStatus.Failed, (await rig.DeliveryAsync(later[0])).Status);
    }

    [Fact]
    public async Task Each_order_is_one_audit_entry()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var run = (await ReplayAsync(rig, await DeadRowsAsync(rig, 2))).Run;
        var entry = await rig.ReadAsync(db => db.Audit.AsNoTracking().SingleAsync());
        Assert.Equal(("deadletters.replay", RowId.Format(RowId.DeadLetterRun, run.Id), "ann@example.com"), (entry.Action, entry.Subject, entry.Actor));
    }

    /// <summary>Letters that a vendor refused in truth; from then on it takes everything.</summary>
    private static async Task<List<long>> DeadAsync(DeliveryRig rig, int count)
    {
        await rig.CredentialAsync(ProviderKind.Apns);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.ContentBad) { Status = 400, Code = "BadPriority" });
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await rig.SendAsync(await rig.DeviceAsync()));
        }
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Failed) == count);
        rig.Apns.Always(Taken);
        return ids;
    }

    private static async Task<List<long>> DeadRowsAsync(DeliveryRig rig, int count, Action<DeliveryTask>? change = null, long projectId = DeliveryRig.ProjectId)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            ids.AddRange(await rig.StoreAsync([await rig.DeviceAsync(projectId: projectId)], d =>
            {
                (d.Status, d.Reason) = (DeliveryStatus.Failed, DeliveryReason.RetriesExhausted);
                change?.Invoke(d);
            }));
        }
        return ids;
    }

    private static Task<DeadLetterAnswer> ReplayAsync(DeliveryRig rig, IReadOnlyList<long> ids, double? rate = null) =>
        StartAsync(rig, DeadLetterDeed.Replay, new DeadLetterSelection { Ids = ids }, rate);

    private static Task<DeadLetterAnswer> StartAsync(DeliveryRig rig, DeadLetterDeed deed, DeadLetterSelection selection, double? rate = null) =>
        rig.Services.GetRequiredService<DeadLetterControl>().StartAsync(new DeadLetterOrder(DeliveryRig.ProjectId, "ann@example.com", null, deed, selection, rate));

    private static async Task<DeadLetterAnswer> RunToEndAsync(DeliveryRig rig, DeadLetterDeed deed, DeadLetterSelection selection)
    {
        var answer = await StartAsync(rig, deed, selection);
        while (await rig.Services.GetRequiredService<DeadLetterWorker>().StepAsync(CancellationToken.None))
        {
        }
        return answer;
    }

    private static Task<List<DeadLetterRun>> RunsAsync(DeliveryRig rig) => rig.ReadAsync(db => db.DeadLetterRuns.AsNoTracking().OrderBy(r => r.Id).ToListAsync());
}
