using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Fanout;

public class FanoutWorkerTests
{
    [Fact]
    public async Task Everyone_gets_one_delivery_with_what_the_send_says_and_nobody_else()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1500);
        await rig.DevicesAsync(300, ProviderKind.Fcm);
        await rig.DevicesAsync(200, status: DeviceStatus.Retired);
        await rig.DevicesAsync(120, projectId: 2);

        var send = await rig.SendAsync(like: new PushSend
        {
            To = default, Title = "Sale", CampaignId = "c", TemplateId = "t", PreferenceCategory = "k", Options = new PushSendOptions { Priority = "low", Ttl = 3600, CollapseKey = "sale" },
        });
        Assert.True(send.IsRunning);
        Assert.Empty(send.Tickets);
        await rig.DrainAsync();

        var rows = await rig.Stage.ReadAsync(db => db.Deliveries.AsNoTracking().Where(d => d.NotificationId == send.NotificationId).ToListAsync());
        Assert.Equal(1800, rows.Count);
        Assert.Equal(1800, rows.Select(d => d.DeviceId).Distinct().Count());
        Assert.Equal(300, rows.Count(d => d.Provider == ProviderKind.Fcm));
        Assert.All(rows, d => Assert.Equal(
            (DeliveryStatus.Queued, DeliveryLane.Bulk, "sale", "c", "t", "k", DeliveryRig.ProjectId), (d.Status, d.Lane, d.CollapseKey, d.CampaignId, d.TemplateId, d.Category, d.ProjectId)));
        Assert.All(rows, d => Assert.Equal(3600, (d.ExpiresAt!.Value - d.DueAt).TotalSeconds));
        var run = await rig.RunAsync(send.NotificationId);
        Assert.Equal((FanoutState.Done, 1800, 2000L, 2000L), (run.State, run.Written, run.Looked, run.Total));
        Assert.NotNull(run.FinishedAt);
        Assert.Equal(1800, (await rig.Stage.ReadAsync(db => db.Notifications.AsNoTracking().SingleAsync(n => n.Id == send.NotificationId))).Recipients);
    }

    [Fact]
    public async Task A_send_for_later_is_expanded_now_and_waits()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(150);
        var send = await rig.SendAsync(like: new PushSend { To = default, Title = "Later", SendAt = rig.Stage.Time.GetUtcNow().AddDays(1) });
        await rig.DrainAsync();
        Assert.Equal(150, await rig.CountAsync(send.NotificationId, DeliveryStatus.Scheduled));
    }

    [Fact]
    public async Task A_full_queue_holds_it_until_there_is_room()
    {
        await using var rig = await FanoutRig.OpenAsync(queue: 1000);
        await rig.DevicesAsync(1700);
        var send = await rig.SendAsync();
        await rig.DrainAsync();
        Assert.Equal(1000, await rig.CountAsync(send.NotificationId));
        Assert.Equal(FanoutState.Running, (await rig.RunAsync(send.NotificationId)).State);

        await rig.Stage.Gate.WriteAsync(session => session.Prepare("update deliveries set status = @sent where notification_id = @id").Bind(DeliveryStatus.Sent, send.NotificationId).ExecuteAsync());
        // The count is taken anew, as it is every 5 seconds.
        await rig.Stage.Services.GetRequiredService<NotifyHub.Data.QueueDepth>().CountAsync();
        await rig.DrainAsync();
        Assert.Equal(1700, await rig.CountAsync(send.NotificationId));
        Assert.Equal(FanoutState.Done, (await rig.RunAsync(send.NotificationId)).State);
    }

    [Fact]
    public async Task By_each_one_s_clock_every_device_waits_for_its_own_time()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1500);
        // Around the world and back; the rest has no zone, or one that is none.
        string?[] zones = ["Pacific/Kiritimati", "America/New_York", "Asia/Kathmandu", null, "Nowhere/Nothing"];
        await rig.Stage.Gate.WriteAsync(async session =>
        {
            for (var i = 0; i < zones.Length; i++)
            {
                await session.Prepare("update devices set time_zone = @zone where id % 5 = @i").Bind(zones[i], (long)i).ExecuteAsync();
            }
            return zones.Length;
        });
        var zoneOf = await rig.Stage.ReadAsync(db => db.Devices.ToDictionaryAsync(d => d.Id, d => d.TimeZone));
        var wall = rig.Stage.Time.GetUtcNow().UtcDateTime.Date.AddDays(3).AddHours(8);
        var send = await rig.SendAsync(like: new PushSend
        {
            To = default, Title = "Good morning", SendAtLocal = NotifyHub.Calendar.WallClock.Write(wall), SendAtZone = "Europe/Zurich", Options = new PushSendOptions { Ttl = 3600 },
        });
        Assert.True(send.IsRunning);
        await rig.Worker.StepAsync(default);
        rig.Gate.Break = true;
        await Assert.ThrowsAsync<TornException>(() => rig.Worker.StepAsync(default));
        rig.Gate.Break = false;
        await rig.DrainAsync();

        var rows = await rig.Stage.ReadAsync(db => db.Deliveries.AsNoTracking().Where(d => d.NotificationId == send.NotificationId).ToListAsync());
        Assert.Equal(1500, rows.Count);
        Assert.All(rows, d => Assert.Equal(
            (NotifyHub.Calendar.WallClock.Moment(wall, NotifyHub.Calendar.WallClock.ZoneOf(zoneOf[d.DeviceId], "Europe/Zurich")), DeliveryStatus.Scheduled, 3600.0), (d.DueAt, d.Status, (d.ExpiresAt!.Value - d.DueAt).TotalSeconds)));
        var notification = await rig.Stage.ReadAsync(db => db.Notifications.AsNoTracking().SingleAsync(n => n.Id == send.NotificationId));
        Assert.Equal((rows.Min(d => d.DueAt), rows.Max(d => d.ExpiresAt)), (notification.SendAt!.Value, notification.ExpiresAt));
    }

    [Fact]
    public async Task By_each_one_s_clock_a_time_that_is_past_is_now()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(150);
        var send = await rig.SendAsync(like: new PushSend { To = default, Title = "Late", SendAtLocal = "2020-01-01T08:00" });
        await rig.DrainAsync();
        Assert.Equal(150, await rig.CountAsync(send.NotificationId, DeliveryStatus.Queued));
    }

    [Fact]
    public async Task A_chunk_that_fails_moves_nothing_and_is_done_again_whole()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync();
        await rig.Worker.StepAsync(default);
        var before = await rig.RunAsync(send.NotificationId);

        rig.Gate.Break = true;
        await Assert.ThrowsAsync<TornException>(() => rig.Worker.StepAsync(default));
        rig.Gate.Break = false;

        var after = await rig.RunAsync(send.NotificationId);
        Assert.Equal((before.Cursor, before.Written, before.Looked), (after.Cursor, after.Written, after.Looked));
        Assert.Equal(before.Written, await rig.CountAsync(send.NotificationId));
        await rig.DrainAsync();
        Assert.Equal(1200, await rig.CountAsync(send.NotificationId));
    }

    [Fact]
    public async Task Of_two_workers_with_one_run_only_the_newest_lease_writes()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync();
        var slow = await rig.RunAsync(send.NotificationId);
        Assert.True(await rig.Chunks.LeaseAsync(slow, default));
        // The other node finds the lease run out, takes it, and does a chunk.
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("update fanouts set fence = fence + 1 where id = @id").Bind(send.NotificationId).ExecuteAsync());

        await rig.Chunks.ExpandAsync(slow, default);

        Assert.Equal(0, await rig.CountAsync(send.NotificationId));
        await rig.DrainAsync();
        Assert.Equal(1200, await rig.CountAsync(send.NotificationId));
        // The same chunk again, under a lease that is good: where it stood has moved on.
        var late = await rig.RunAsync(send.NotificationId);
        (late.State, late.Part, late.Cursor) = (FanoutState.Running, 0, 0);
        await rig.Chunks.ExpandAsync(late, default);
        Assert.Equal(1200, (await rig.RunAsync(send.NotificationId)).Written);
    }

    [Fact]
    [Trait("Engine", "postgres")]
    public async Task A_lease_of_another_living_node_is_left_alone_until_it_ends()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(150);
        var send = await rig.SendAsync();
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("update fanouts set lease_owner = 77, lease_until = @until where id = @id").Bind(DateTimeOffset.UtcNow.AddMinutes(1), send.NotificationId).ExecuteAsync());
        Assert.False(await rig.Worker.StepAsync(default));
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("update fanouts set lease_until = @until where id = @id").Bind(DateTimeOffset.UtcNow.AddSeconds(-1), send.NotificationId).ExecuteAsync());
        await rig.DrainAsync();
        Assert.Equal(150, await rig.CountAsync(send.NotificationId));
    }

    [Fact]
    public async Task Several_are_expanded_in_turn()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1200);
        await rig.DevicesAsync(1200, projectId: 2);
        var (one, other) = (await rig.SendAsync(), await rig.SendAsync(projectId: 2));
        await rig.Worker.StepAsync(default);
        Assert.True(await rig.CountAsync(one.NotificationId) is > 0 and < 1200);
        Assert.True(await rig.CountAsync(other.NotificationId) is > 0 and < 1200);
        await rig.DrainAsync();
        Assert.Equal((1200, 1200), (await rig.CountAsync(one.NotificationId), await rig.CountAsync(other.NotificationId)));
    }

    [Fact]
    public async Task It_is_held_goes_on_and_tells_how_far_it_is()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync();
        await rig.Worker.StepAsync(default);
        var control = rig.Stage.Services.GetRequiredService<FanoutControl>();
        Assert.True(await control.PauseAsync(DeliveryRig.ProjectId, send.NotificationId, "test"));
        await Assert.ThrowsAsync<RefusedException>(() => control.PauseAsync(DeliveryRig.ProjectId, send.NotificationId, "test"));
        Assert.False(await control.PauseAsync(2, send.NotificationId, "test"));
        await rig.DrainAsync();
        var held = new FanoutProgress(await rig.RunAsync(send.NotificationId));
        Assert.Equal((FanoutState.Paused, 500, 1200L), (held.Run.State, held.Run.Written, held.Run.Total));
        Assert.Equal(500 / 1200.0, held.Share!.Value, 6);
        Assert.True(held.PerSecond > 0);
        Assert.Null(held.EstimatedEnd);

        Assert.True(await control.ResumeAsync(DeliveryRig.ProjectId, send.NotificationId, "test"));
        Assert.NotNull(new FanoutProgress(await rig.RunAsync(send.NotificationId)).EstimatedEnd);
        await rig.DrainAsync();
        Assert.Equal(1200, await rig.CountAsync(send.NotificationId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancellation_stops_it_within_a_chunk_and_takes_back_what_waits(bool wasDone)
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync();
        await rig.Worker.StepAsync(default);
        if (wasDone)
        {
            await rig.DrainAsync();
        }
        var written = wasDone ? 1200 : 500;
        var cancellation = rig.Stage.Services.GetRequiredService<SendCancellation>();

        var result = await cancellation.CancelAsync(DeliveryRig.ProjectId, send.NotificationId);

        Assert.Equal(new CancelledSend(written, 0), result);
        await Assert.ThrowsAsync<RefusedException>(() => cancellation.CancelAsync(DeliveryRig.ProjectId, send.NotificationId));
        Assert.Null(await cancellation.CancelAsync(2, send.NotificationId));
        await rig.DrainAsync();
        var run = await rig.RunAsync(send.NotificationId);
        Assert.Equal((FanoutState.Cancelled, written, written), (run.State, run.Written, run.TakenBack));
        Assert.Equal(written, await rig.CountAsync(send.NotificationId, DeliveryStatus.Cancelled));
    }

    [Fact]
    public async Task What_is_cancelled_goes_to_no_vendor_even_before_its_rows_say_so()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.Stage.CredentialAsync(ProviderKind.Apns);
        for (var i = 0; i < 101; i++)
        {
            await rig.Stage.DeviceAsync();
        }
        var send = await rig.SendAsync();
        await rig.DrainAsync();
        await rig.Stage.Services.GetRequiredService<SendCancellation>().CancelAsync(DeliveryRig.ProjectId, send.NotificationId);

        await rig.Stage.StartAsync();

        await rig.Stage.UntilAsync(async () => await rig.CountAsync(send.NotificationId, DeliveryStatus.Cancelled) == 101);
        Assert.Empty(rig.Stage.Apns.Calls);
    }

    [Fact]
    public async Task Delivery_begins_while_the_rest_is_being_written()
    {
        await using var rig = await FanoutRig.OpenAsync(start: true);
        await rig.Stage.CredentialAsync(ProviderKind.Apns);
        for (var i = 0; i < 150; i++)
        {
            await rig.Stage.DeviceAsync();
        }
        await rig.DevicesAsync(600, ProviderKind.Fcm);
        var send = await rig.SendAsync();
        await rig.Worker.StepAsync(default);

        await rig.Stage.UntilAsync(async () => await rig.CountAsync(send.NotificationId, DeliveryStatus.Sent) == 150);

        Assert.Equal(FanoutState.Running, (await rig.RunAsync(send.NotificationId)).State);
    }

    [Fact]
    public async Task People_who_come_and_go_meanwhile_leave_everybody_else_with_one()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(3000);
        var send = await rig.SendAsync();
        var chance = new Random(11);
        var gone = new HashSet<long>();
        while (await rig.Worker.StepAsync(default))
        {
            await rig.DevicesAsync(20);
            var all = await rig.Stage.ReadAsync(db => db.Devices.AsNoTracking().Where(d => d.Status == DeviceStatus.Active).Select(d => d.Id).ToListAsync());
            var leaver = all[chance.Next(all.Count)];
            gone.Add(leaver);
            await rig.Stage.Gate.WriteAsync(session => session.Prepare("update devices set status = 2 where id = @id").Bind(leaver).ExecuteAsync());
            // Enough is enough: somebody who comes at every step would keep it at work for ever.
            if ((await rig.RunAsync(send.NotificationId)).Looked > 3500)
            {
                break;
            }
        }
        await rig.DrainAsync();
        var (devices, reached) = await rig.Stage.ReadAsync(async db => (
            await db.Devices.AsNoTracking().OrderBy(d => d.Id).Take(3000).Select(d => d.Id).ToListAsync(),
            await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == send.NotificationId).Select(d => d.DeviceId).ToListAsync()));
        Assert.Equal(reached.Count, reached.Distinct().Count());
        Assert.Empty(devices.Except(reached).Except(gone));
    }

    [Fact]
    public void A_chunk_grows_and_shrinks_with_the_time_that_it_takes()
    {
        var size = new FanoutSize(TimeSpan.FromMilliseconds(40));
        Assert.Equal(500, size.Next);
        size.Took(500, TimeSpan.FromMilliseconds(5));
        Assert.Equal(1000, size.Next);
        size.Took(1000, TimeSpan.FromMilliseconds(50));
        Assert.Equal(800, size.Next);
        // The short end of a part says nothing about a whole chunk.
        size.Took(10, TimeSpan.FromMilliseconds(1));
        Assert.Equal(800, size.Next);
        size.Took(800, TimeSpan.FromSeconds(10));
        Assert.Equal(200, size.Next);
        for (var i = 0; i < 20; i++)
        {
            size.Took(size.Next, TimeSpan.FromMicroseconds(10));
        }
        Assert.Equal(FanoutSize.Most, size.Next);
    }
}
