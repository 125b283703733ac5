using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Campaigns;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Tests.Pipeline.Delivery;
using NotifyHub.Tests.Pipeline.Fanout;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Campaigns;

public class CampaignRunTests
{
    private static readonly CampaignWording[] Two = [new() { Name = "A" }, new() { Name = "B", Title = "Only today", Weight = 3 }];

    [Fact]
    public async Task Each_device_is_written_once_under_the_wording_of_its_bucket_or_as_held_out()
    {
        await using var rig = await CampaignRig.OpenAsync();
        await rig.DevicesAsync(2000);
        var campaign = await rig.StartedAsync(Two, holdout: 10);
        Assert.Equal((CampaignState.Running, 2000), (campaign.Row.State, campaign.Row.Matched));
        await rig.Fanout.DrainAsync();

        var rows = await rig.LedgerAsync(campaign.Row.Id);
        Assert.Equal(2000, rows.Count);
        Assert.Equal(2000, rows.Select(row => row.DeviceId).Distinct().Count());
        var seed = PersonBucket.SeedOf(campaign.Row.Id);
        Assert.Equal([(0, 2250), (2250, 9000), (9000, 10_000)], campaign.Variants.Select(v => (v.FromBucket, v.ToBucket)));
        Assert.All(rows, row =>
        {
            // Nobody of them is known: each device is by itself.
            var bucket = PersonBucket.Of(seed, row.DeviceId);
            var variant = campaign.Variants.Single(v => v.FromBucket <= bucket && bucket < v.ToBucket);
            Assert.Equal(variant.NotificationId, row.NotificationId);
            Assert.Equal(variant.IsHoldout ? (DeliveryStatus.Suppressed, DeliveryReason.Holdout) : (DeliveryStatus.Queued, DeliveryReason.None), (row.Status, row.Reason));
            Assert.Equal((RowId.Format(RowId.Campaign, campaign.Row.Id), DeliveryLane.Bulk), (row.CampaignId, row.Lane));
        });
        foreach (var variant in campaign.Variants)
        {
            var share = rows.Count(row => row.NotificationId == variant.NotificationId && (row.Reason == DeliveryReason.Holdout) == variant.IsHoldout);
            var expected = 2000.0 * (variant.ToBucket - variant.FromBucket) / PersonBucket.Count;
            Assert.InRange(share, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
        var sent = await rig.Stage.ReadAsync(db => db.Notifications.AsNoTracking().OrderBy(n => n.Id).Select(n => new { n.Title, n.Recipients }).ToListAsync());
        Assert.Equal(["Sale", "Only today"], sent.Select(n => n.Title!));
        Assert.Equal(rows.GroupBy(row => row.NotificationId).OrderBy(g => g.Key).Select(g => g.Count()), sent.Select(n => n.Recipients));
    }

    [Fact]
    public async Task All_devices_of_a_person_get_the_same()
    {
        await using var rig = await CampaignRig.OpenAsync();
        // Three devices of each of 300 users, whom the project knows.
        for (var i = 0; i < 3; i++)
        {
            await rig.DevicesAsync(300);
        }
        var first = rig.Stage.Ids.Reserve(300);
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("""
            insert into people (id, project_id, user_id, has_endpoints, created_at, updated_at)
            with recursive n(i) as (select 0 union all select i + 1 from n where i < 299)
            select cast(@first as bigint) + i, @project, 'user' || cast(i as text), 0, 1, 1 from n
            """).Bind(first, DeliveryRig.ProjectId).ExecuteAsync());
        var campaign = await rig.StartedAsync(Two, holdout: 20);
        await rig.Fanout.DrainAsync();

        var userOf = await rig.Stage.ReadAsync(db => db.Devices.ToDictionaryAsync(d => d.Id, d => d.UserId));
        var people = (await rig.LedgerAsync(campaign.Row.Id)).GroupBy(row => userOf[row.DeviceId]).ToList();
        Assert.Equal(300, people.Count);
        Assert.All(people, person =>
        {
            Assert.Equal(3, person.Count());
            Assert.Single(person.Select(row => (row.NotificationId, row.Reason)).Distinct());
        });
        Assert.Equal(3, people.Select(person => (person.First().NotificationId, person.First().Reason)).Distinct().Count());
    }

    [Fact]
    public async Task Pressed_twice_at_once_it_is_sent_once()
    {
        await using var rig = await CampaignRig.OpenAsync();
        await rig.DevicesAsync(50);
        var id = (await rig.MakeAsync()).Row.Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Control.StartAsync(CampaignRig.Caller, id, new CampaignStart())));
        Assert.All(answers, answer => Assert.Equal(CampaignState.Running, answer!.Row.State));
        Assert.Single(answers.Select(answer => answer!.Variants[0].NotificationId).Distinct());
        Assert.Equal((1, 1), (await rig.Stage.ReadAsync(db => db.Notifications.CountAsync()), await rig.Stage.ReadAsync(db => db.Fanouts.CountAsync())));
        Assert.Equal(1, await rig.Stage.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "campaign.started")));
    }

    [Theory]
    [InlineData(1500, 1484, true)]
    [InlineData(1500, 1486, false)]
    [InlineData(1500, 1514, false)]
    [InlineData(1500, 1517, true)]
    [InlineData(5, 15, false)]
    [InlineData(5, 16, true)]
    public async Task An_audience_that_moved_is_refused(int expected, int devices, bool refuses)
    {
        await using var rig = await CampaignRig.OpenAsync();
        await rig.DevicesAsync(devices);
        var id = (await rig.MakeAsync()).Row.Id;
        var start = () => rig.Control.StartAsync(CampaignRig.Caller, id, new CampaignStart { ExpectedMatched = expected });
        if (refuses)
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(start);
            Assert.Equal((RefusalCode.StateConflict, devices), (refused.Code, refused.Figures["matched"]));
            Assert.Equal(CampaignState.Draft, (await rig.RowAsync(id)).State);
            return;
        }
        Assert.Equal(CampaignState.Running, (await start())!.Row.State);
    }

    [Fact]
    public async Task Torn_paused_and_opened_anew_it_skips_nobody_and_repeats_nobody()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-campaign-" + Guid.NewGuid().ToString("n"));
        long id;
        await using (var rig = await CampaignRig.OpenAsync(folder: folder))
        {
            await rig.DevicesAsync(3000);
            id = (await rig.StartedAsync(Two, holdout: 5)).Row.Id;
            await rig.Fanout.Worker.StepAsync(default);
            // A commit that is lost, as by kill -9, while a chunk is being written.
            rig.Gate.Break = true;
            await Assert.ThrowsAsync<TornException>(() => rig.Fanout.Worker.StepAsync(default));
            rig.Gate.Break = false;
            await rig.Fanout.Worker.StepAsync(default);
            await rig.Control.PauseAsync(CampaignRig.Caller, id);
            await rig.Fanout.DrainAsync();
            Assert.InRange((await rig.LedgerAsync(id)).Count, 1, 2999);
            Assert.Equal(FanoutState.Paused, (await rig.RunAsync(id)).State);
        }
        await using (var rig = await CampaignRig.OpenAsync(folder: folder))
        {
            // Where several nodes share a store, the lease of one that died runs out after 15 seconds; here at once.
            await rig.Stage.Gate.WriteAsync(session => session.Prepare("update fanouts set lease_until = 1").Bind().ExecuteAsync());
            await rig.Control.ResumeAsync(CampaignRig.Caller, id);
            await rig.Fanout.DrainAsync();
            var rows = await rig.LedgerAsync(id);
            Assert.Equal((3000, 3000), (rows.Count, rows.Select(row => row.DeviceId).Distinct().Count()));
            Assert.Equal(3000, (await rig.RunAsync(id)).Written);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task While_it_stands_still_nothing_goes_and_then_each_goes_once()
    {
        await using var rig = await CampaignRig.OpenAsync(delivers: true);
        await rig.DevicesAsync(400);
        var id = (await rig.StartedAsync(Two, holdout: 10)).Row.Id;
        await rig.Control.PauseAsync(CampaignRig.Caller, id);
        // What a chunk had written before the pause.
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("update fanouts set state = 1").Bind().ExecuteAsync());
        await rig.Fanout.DrainAsync();
        await rig.Stage.CredentialAsync(ProviderKind.Apns);
        rig.Stage.Wake();
        var waits = (await rig.LedgerAsync(id)).Count(row => row.Reason != DeliveryReason.Holdout);
        await rig.Stage.UntilAsync(async () => await rig.Stage.CountAsync(DeliveryStatus.Delayed) == waits);
        Assert.Empty(rig.Stage.Apns.Calls);
        await rig.StepAsync();
        Assert.Equal(CampaignState.Paused, (await rig.RowAsync(id)).State);

        await rig.Control.ResumeAsync(CampaignRig.Caller, id);
        await rig.StepAsync();
        rig.Stage.Wake();
        await rig.Stage.UntilAsync(async () => await rig.Stage.CountAsync(DeliveryStatus.Delayed) == 0 && await rig.Stage.CountAsync(DeliveryStatus.Queued) == 0 && await rig.Stage.CountAsync(DeliveryStatus.Sending) == 0);
        var rows = await rig.LedgerAsync(id);
        Assert.All(rows.Where(row => row.Reason != DeliveryReason.Holdout), row => Assert.False(row.Status < DeliveryStatus.Sent));
        Assert.Equal(rig.Stage.Apns.Calls.Count, rig.Stage.Apns.Calls.Select(call => call.MessageId).Distinct().Count());
        await rig.StepAsync();
        Assert.Equal(CampaignState.Completed, (await rig.RowAsync(id)).State);
    }

    [Fact]
    public async Task Canceled_it_takes_back_what_has_not_left()
    {
        await using var rig = await CampaignRig.OpenAsync();
        await rig.DevicesAsync(3000);
        var id = (await rig.StartedAsync(Two, holdout: 5)).Row.Id;
        await rig.Fanout.Worker.StepAsync(default);
        var canceled = await rig.Control.CancelAsync(CampaignRig.Caller, id);
        Assert.Equal(CampaignState.Canceled, canceled!.Row.State);
        await rig.Fanout.DrainAsync();
        var written = await rig.LedgerAsync(id);
        Assert.InRange(written.Count, 1, 2999);
        await rig.StepAsync();
        Assert.All(await rig.LedgerAsync(id), row => Assert.True(row.Status is DeliveryStatus.Cancelled || row.Reason is DeliveryReason.Holdout));
        Assert.Equal(FanoutState.Cancelled, (await rig.RunAsync(id)).State);
        Assert.Null((await rig.RowAsync(id)).DueAt);
        // A second press tells how it stands.
        Assert.Equal(CampaignState.Canceled, (await rig.Control.CancelAsync(CampaignRig.Caller, id))!.Row.State);
        await Assert.ThrowsAsync<RefusedException>(() => rig.Control.StartAsync(CampaignRig.Caller, id, new CampaignStart()));
    }

    [Fact]
    public async Task A_planned_one_starts_at_its_time_and_once()
    {
        var clock = new ManualTime(new DateTimeOffset(2026, 6, 1, 4, 0, 0, TimeSpan.Zero));
        await using var rig = await CampaignRig.OpenAsync(time: clock);
        await rig.DevicesAsync(20);
        var id = (await rig.MakeAsync()).Row.Id;
        await rig.Control.StartAsync(CampaignRig.Caller, id, new CampaignStart { StartAt = clock.GetUtcNow().AddHours(2) });
        await rig.StepAsync();
        Assert.Equal(CampaignState.Scheduled, (await rig.RowAsync(id)).State);
        clock.Advance(TimeSpan.FromHours(2));
        await Task.WhenAll(rig.StepAsync(), rig.StepAsync());
        Assert.Equal(CampaignState.Running, (await rig.RowAsync(id)).State);
        Assert.Equal(1, await rig.Stage.ReadAsync(db => db.Notifications.CountAsync()));
    }

    [Fact]
    public async Task A_planned_one_that_can_t_be_sent_is_a_draft_again_and_says_why()
    {
        var clock = new ManualTime(new DateTimeOffset(2026, 6, 1, 4, 0, 0, TimeSpan.Zero));
        await using var rig = await CampaignRig.OpenAsync(time: clock);
        var segment = rig.Stage.Ids.Next();
        await rig.Stage.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) =>
        {
            db.Segments.Add(new Segment { Id = segment, ProjectId = DeliveryRig.ProjectId, Name = "x", Expression = """{"topic":"x"}""", CreatedAt = clock.GetUtcNow(), UpdatedAt = clock.GetUtcNow() });
            return Task.FromResult(0);
        });
        var id = (await rig.MakeAsync($$"""{"segment":"{{RowId.Format(RowId.Segment, segment)}}"}""")).Row.Id;
        await rig.Control.StartAsync(CampaignRig.Caller, id, new CampaignStart { StartAt = clock.GetUtcNow().AddHours(2) });
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("delete from segments where id = @id").Bind(segment).ExecuteAsync());
        clock.Advance(TimeSpan.FromHours(2));
        await rig.StepAsync();
        var row = await rig.RowAsync(id);
        Assert.Equal((CampaignState.Draft, (DateTimeOffset?)null), (row.State, row.DueAt));
        Assert.Contains("refused", row.PausedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_notifications_are_held_and_canceled_by_the_campaign_alone()
    {
        await using var rig = await CampaignRig.OpenAsync();
        await rig.DevicesAsync(200);
        var campaign = await rig.StartedAsync(Two);
        foreach (var notification in campaign.Variants.Select(v => v.NotificationId!.Value))
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.Stage.Services.GetRequiredService<SendCancellation>().CancelAsync(DeliveryRig.ProjectId, notification));
            Assert.Equal(RefusalCode.StateConflict, refused.Code);
        }
        await Assert.ThrowsAsync<RefusedException>(() => rig.Stage.Services.GetRequiredService<FanoutControl>().PauseAsync(DeliveryRig.ProjectId, campaign.Variants[0].NotificationId!.Value, "test"));
    }
}
