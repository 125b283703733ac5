using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Tests.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Fanout;

/// <summary>Another time for a send to many: chunk by chunk, and from the first commit on nothing goes at the old time.</summary>
public class RescheduleTests
{
    private static PushSend At(FanoutRig rig, TimeSpan wait) => new() { To = default, Title = "x", SendAt = rig.Stage.Time.GetUtcNow() + wait, Options = new PushSendOptions { Ttl = 3600 } };

    private static SendReschedule Reschedule(FanoutRig rig) => rig.Stage.Services.GetRequiredService<SendReschedule>();

    private static Task<List<DeliveryTask>> RowsAsync(FanoutRig rig, long id) => rig.Stage.ReadAsync(db => db.Deliveries.AsNoTracking().Where(d => d.NotificationId == id).ToListAsync());

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(9, false)]
    public async Task Each_delivery_written_before_or_after_has_the_new_time_and_the_run_is_what_it_was(int steps, bool paused)
    {
        await using var rig = await FanoutRig.OpenAsync(time: new ManualTime());
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync(like: At(rig, TimeSpan.FromDays(1)));
        for (var i = 0; i < steps; i++)
        {
            await rig.Worker.StepAsync(default);
        }
        var control = rig.Stage.Services.GetRequiredService<FanoutControl>();
        if (paused)
        {
            await control.PauseAsync(DeliveryRig.ProjectId, send.NotificationId, "test");
        }
        var (before, written) = ((await rig.RunAsync(send.NotificationId)).State, await rig.CountAsync(send.NotificationId));
        var to = rig.Stage.Time.GetUtcNow().AddDays(2);

        Assert.Equal(new RescheduledSend(written, to), await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, new NewSendTime { SendAt = to }));
        Assert.Null(await Reschedule(rig).MoveAsync(2, send.NotificationId, new NewSendTime { SendAt = to }));
        Assert.Equal(FanoutState.Moving, (await rig.RunAsync(send.NotificationId)).State);
        await rig.DrainAsync();
        if (paused)
        {
            Assert.Equal(before, (await rig.RunAsync(send.NotificationId)).State);
            await control.ResumeAsync(DeliveryRig.ProjectId, send.NotificationId, "test");
            await rig.DrainAsync();
        }

        var rows = await RowsAsync(rig, send.NotificationId);
        Assert.Equal(1200, rows.Count);
        Assert.All(rows, row => Assert.Equal((DeliveryStatus.Scheduled, to, to.AddHours(1)), (row.Status, row.DueAt, row.ExpiresAt)));
        var run = await rig.RunAsync(send.NotificationId);
        Assert.Equal((FanoutState.Done, 1200, 1200L, (FanoutState?)null), (run.State, run.Written, run.Looked, run.Afterwards));
        var notification = await rig.Stage.ReadAsync(db => db.Notifications.SingleAsync(n => n.Id == send.NotificationId));
        Assert.Equal((to, to.AddHours(1), (DateTimeOffset?)null), (notification.SendAt, notification.ExpiresAt, notification.MovedAt));
    }

    [Fact]
    public async Task Nothing_goes_at_the_old_time_though_its_row_was_not_reached_and_all_of_it_at_the_new_one()
    {
        var time = new ManualTime();
        await using var rig = await FanoutRig.OpenAsync(time: time);
        await rig.Stage.CredentialAsync(ProviderKind.Apns);
        for (var i = 0; i < 101; i++)
        {
            await rig.Stage.DeviceAsync();
        }
        var send = await rig.SendAsync(like: At(rig, TimeSpan.FromMinutes(1)));
        await rig.DrainAsync();
        // After the old end too: it counts no more either.
        var to = rig.Stage.Time.GetUtcNow().AddHours(5);
        await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, new NewSendTime { SendAt = to });
        time.Advance(TimeSpan.FromHours(2));

        await rig.Stage.StartAsync();

        await rig.Stage.UntilAsync(async () => (await RowsAsync(rig, send.NotificationId)).All(row => row.Status == DeliveryStatus.Delayed && row.DueAt == to));
        Assert.Empty(rig.Stage.Apns.Calls);
        await rig.DrainAsync();
        Assert.Equal(101, await rig.CountAsync(send.NotificationId, DeliveryStatus.Scheduled));
        time.Advance(TimeSpan.FromHours(3));
        await rig.Stage.UntilAsync(async () => await rig.CountAsync(send.NotificationId, DeliveryStatus.Sent) == 101);
        Assert.Equal(101, rig.Stage.Apns.Calls.Count);
    }

    [Fact]
    public async Task By_wall_time_each_has_the_moment_of_its_own_zone()
    {
        await using var rig = await FanoutRig.OpenAsync(time: new ManualTime());
        await rig.DevicesAsync(900);
        string[] zones = ["Asia/Tokyo", "America/New_York", "Europe/Zurich"];
        await rig.Stage.Gate.WriteAsync(session => session.Prepare("update devices set time_zone = case id % 3 when 0 then 'Asia/Tokyo' when 1 then 'America/New_York' end").ExecuteAsync());
        var send = await rig.SendAsync(like: At(rig, TimeSpan.FromDays(1)));
        await rig.DrainAsync();

        await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, new NewSendTime { SendAtLocal = "2026-06-20T08:00", SendAtZone = zones[2] });
        await rig.DrainAsync();

        var moments = zones.Select(name => new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(new DateTime(2026, 6, 20, 8, 0, 0), TimeZoneInfo.FindSystemTimeZoneById(name)))).ToArray();
        Assert.All(await RowsAsync(rig, send.NotificationId), row => Assert.Equal((moments[row.DeviceId % 3], moments[row.DeviceId % 3].AddHours(1)), (row.DueAt, row.ExpiresAt)));
        var notification = await rig.Stage.ReadAsync(db => db.Notifications.SingleAsync(n => n.Id == send.NotificationId));
        Assert.Equal((moments.Min(), moments.Max().AddHours(1), "2026-06-20T08:00"), (notification.SendAt, notification.ExpiresAt, notification.SendAtLocal));
    }

    [Fact]
    public async Task Moved_twice_the_last_time_counts_and_a_cancellation_ends_it()
    {
        await using var rig = await FanoutRig.OpenAsync(time: new ManualTime());
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync(like: At(rig, TimeSpan.FromDays(1)));
        await rig.DrainAsync();
        var last = rig.Stage.Time.GetUtcNow().AddDays(3);
        await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, new NewSendTime { SendAt = last.AddDays(-1) });
        await rig.Worker.StepAsync(default);
        await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, new NewSendTime { SendAt = last });
        await rig.Worker.StepAsync(default);
        Assert.Contains(await RowsAsync(rig, send.NotificationId), row => row.DueAt == last);

        await rig.Stage.Services.GetRequiredService<SendCancellation>().CancelAsync(DeliveryRig.ProjectId, send.NotificationId);
        await Assert.ThrowsAsync<RefusedException>(() => Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, new NewSendTime { SendAt = last }));
        await rig.DrainAsync();
        Assert.Equal((FanoutState.Cancelled, 1200), ((await rig.RunAsync(send.NotificationId)).State, await rig.CountAsync(send.NotificationId, DeliveryStatus.Cancelled)));
    }

    [Fact]
    public async Task A_stretch_that_was_begun_before_it_was_moved_again_is_not_written()
    {
        await using var rig = await FanoutRig.OpenAsync(time: new ManualTime());
        await rig.DevicesAsync(1200);
        var send = await rig.SendAsync(like: At(rig, TimeSpan.FromDays(1)));
        await rig.DrainAsync();
        var to = new NewSendTime { SendAt = rig.Stage.Time.GetUtcNow().AddDays(2) };
        await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, to);
        var begun = await rig.RunAsync(send.NotificationId);
        Assert.True(await rig.Chunks.LeaseAsync(begun, default));
        await Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, to);

        await rig.Chunks.MoveAsync(begun, default);

        Assert.Equal((FanoutState.Moving, 0L), ((await rig.RunAsync(send.NotificationId)).State, (await rig.RunAsync(send.NotificationId)).Cursor));
        Assert.DoesNotContain(await RowsAsync(rig, send.NotificationId), row => row.DueAt == to.SendAt);
        await rig.DrainAsync();
        Assert.All(await RowsAsync(rig, send.NotificationId), row => Assert.Equal(to.SendAt, row.DueAt));
    }

    [Fact]
    public async Task What_begins_in_a_moment_or_has_begun_stays()
    {
        await using var rig = await FanoutRig.OpenAsync(time: new ManualTime());
        await rig.DevicesAsync(200);
        var to = new NewSendTime { SendAt = rig.Stage.Time.GetUtcNow().AddDays(1) };
        foreach (var like in new[] { At(rig, TimeSpan.FromSeconds(10)), At(rig, TimeSpan.FromSeconds(-5)) with { Title = "y" } })
        {
            var send = await rig.SendAsync(like: like);
            Assert.Equal(RefusalCode.StateConflict, (await Assert.ThrowsAsync<RefusedException>(() => Reschedule(rig).MoveAsync(DeliveryRig.ProjectId, send.NotificationId, to))).Code);
        }
    }
}
