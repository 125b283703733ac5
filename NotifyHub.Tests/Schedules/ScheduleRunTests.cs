using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Schedules;

namespace NotifyHub.Tests.Schedules;

/// <summary>Each occurrence is sent once: on time, late, under two nodes, under a clock that is set, and after a crash.</summary>
public sealed class ScheduleRunTests : IAsyncLifetime
{
    private static readonly ScheduleRule Daily = new() { Frequency = "daily", Time = "08:00" };
    private ScheduleRig _rig = null!;

    public async Task InitializeAsync() => _rig = await ScheduleRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task It_is_sent_when_its_time_has_come_and_not_before()
    {
        var schedule = await _rig.ScheduleAsync(Daily);
        // 08:00 in Zurich, the project's zone.
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 6, 0, 0, TimeSpan.Zero), schedule.NextAt);
        _rig.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        await _rig.StepAsync();
        Assert.Empty(await _rig.SentAsync());
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await _rig.StepAsync();
        await _rig.StepAsync();
        var sent = Assert.Single(await _rig.SentAsync());
        var after = await _rig.ReadAsync(schedule.Id);
        Assert.Equal((sent.Id, 1, 0), (after.LastNotificationId, after.Occurrences, after.Missed));
        Assert.Equal(new DateTimeOffset(2026, 6, 2, 6, 0, 0, TimeSpan.Zero), after.NextAt);
        Assert.Equal(RowId.Format(RowId.Schedule, schedule.Id), sent.CorrelationId);
    }

    [Fact]
    public async Task After_downtime_it_is_sent_once()
    {
        var schedule = await _rig.ScheduleAsync(Daily);
        _rig.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(5));
        await _rig.StepAsync();
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
        var after = await _rig.ReadAsync(schedule.Id);
        Assert.Equal((4, 3), (after.Occurrences, after.Missed));
        Assert.True(after.NextAt > _rig.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Late_its_life_still_counts_from_its_own_time_and_past_it_nothing_is_sent()
    {
        var schedule = await _rig.ScheduleAsync(Daily, ttl: 3600);
        _rig.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(50));
        await _rig.StepAsync();
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 7, 0, 0, TimeSpan.Zero), Assert.Single(await _rig.DeliveriesAsync()).ExpiresAt);

        _rig.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(11));
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
        Assert.Equal((2, 1), ((await _rig.ReadAsync(schedule.Id)).Occurrences, (await _rig.ReadAsync(schedule.Id)).Missed));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_sends_nothing_twice_and_one_set_forward_sends_what_is_due()
    {
        await _rig.ScheduleAsync(Daily);
        _rig.Clock.Advance(TimeSpan.FromHours(2));
        await _rig.StepAsync();
        _rig.Clock.Jump(-TimeSpan.FromHours(1));
        await _rig.StepAsync();
        _rig.Clock.Advance(TimeSpan.FromHours(2));
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
        _rig.Clock.Jump(TimeSpan.FromDays(1));
        await _rig.StepAsync();
        Assert.Equal(2, (await _rig.SentAsync()).Count);
    }

    [Fact]
    public async Task A_change_after_a_clock_was_set_back_does_not_bring_the_last_one_again()
    {
        var schedule = await _rig.ScheduleAsync(Daily);
        _rig.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        await _rig.StepAsync();
        _rig.Clock.Jump(-TimeSpan.FromHours(1));
        await ChangeAsync(schedule, new SchedulePatch { Paused = true });
        await ChangeAsync(schedule, new SchedulePatch { Paused = false });
        _rig.Clock.Advance(TimeSpan.FromHours(3));
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
    }

    [Fact]
    public async Task Of_several_nodes_one_sends_it()
    {
        var nodes = new[] { _rig.Node, _rig.AddNode(), _rig.AddNode() };
        var schedules = new List<SendSchedule>();
        for (var i = 0; i < 5; i++)
        {
            schedules.Add(await _rig.ScheduleAsync(Daily));
        }
        for (var day = 1; day <= 10; day++)
        {
            _rig.Clock.Advance(TimeSpan.FromDays(1));
            await Task.WhenAll(nodes.SelectMany(node => new[] { Task.Run(() => _rig.StepAsync(node)), Task.Run(() => _rig.StepAsync(node)) }));
            Assert.Equal(5 * day, (await _rig.SentAsync()).Count);
        }
        Assert.All(await Task.WhenAll(schedules.Select(s => _rig.ReadAsync(s.Id))), schedule => Assert.Equal((10, 0, 0), (schedule.Occurrences, schedule.Missed, schedule.Failures)));
    }

    [Fact]
    public async Task What_was_decided_on_an_older_state_stores_nothing()
    {
        var old = await _rig.ScheduleAsync(Daily);
        await ChangeAsync(old, new SchedulePatch { Name = "Another" });
        _rig.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(ScheduleOutcome.TakenByAnother, await _rig.Node.GetRequiredService<ScheduleRunner>().RunAsync(old, CancellationToken.None));
        Assert.Empty(await _rig.SentAsync());
        Assert.Empty(await _rig.DeliveriesAsync());
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
    }

    [Fact]
    public async Task A_store_that_fails_leaves_it_due_and_it_is_sent_once_when_it_is_well()
    {
        var schedule = await _rig.ScheduleAsync(Daily);
        _rig.Clock.Advance(TimeSpan.FromHours(3));
        var runner = new ScheduleRunner(
            _rig.Node.GetRequiredService<SendIntake>(), _rig.Store.Gate, _rig.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<ScheduleRunner>.Instance);
        // The table is gone under the last statement: the whole of it is undone.
        await _rig.Store.Gate.WriteAsync(async session => await session.Prepare("alter table schedules rename column last_error to was_last_error").ExecuteAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => runner.RunAsync(schedule, CancellationToken.None));
        await _rig.Store.Gate.WriteAsync(async session => await session.Prepare("alter table schedules rename column was_last_error to last_error").ExecuteAsync());
        Assert.Empty(await _rig.SentAsync());
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
    }

    [Fact]
    public async Task It_ends_by_number_and_by_day()
    {
        var twice = await _rig.ScheduleAsync(Daily with { Count = 2 });
        var untilTomorrow = await _rig.ScheduleAsync(Daily with { Until = "2026-06-02" });
        for (var day = 0; day < 4; day++)
        {
            _rig.Clock.Advance(TimeSpan.FromDays(1));
            await _rig.StepAsync();
        }
        Assert.Equal(4, (await _rig.SentAsync()).Count);
        foreach (var id in new[] { twice.Id, untilTomorrow.Id })
        {
            var ended = await _rig.ReadAsync(id);
            Assert.Equal((ScheduleState.Finished, null, null), (ended.State, ended.NextAt, ended.NextWall));
        }
    }

    [Fact]
    public async Task A_refused_send_is_told_and_the_schedule_goes_on()
    {
        var device = await _rig.DeviceAsync();
        var schedule = await _rig.ScheduleAsync(Daily, device: device);
        await _rig.Store.Gate.WriteAsync(async session =>
        {
            await session.Prepare("delete from devices where id = @id").Bind(device).ExecuteAsync();
            session.Changed(ScheduleRig.Project, NotifyHub.Data.HubTables.Devices);
        });
        _rig.Clock.Advance(TimeSpan.FromHours(3));
        await _rig.StepAsync();
        await _rig.StepAsync();
        var after = await _rig.ReadAsync(schedule.Id);
        Assert.Equal((ScheduleState.Active, 1, 1), (after.State, after.Occurrences, after.Failures));
        Assert.StartsWith("unknown_device", after.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_falls_due_while_it_is_paused_is_not_made_up_for()
    {
        var schedule = await _rig.ScheduleAsync(Daily);
        await ChangeAsync(schedule, new SchedulePatch { Paused = true });
        _rig.Clock.Advance(TimeSpan.FromDays(2));
        await _rig.StepAsync();
        Assert.Empty(await _rig.SentAsync());
        await ChangeAsync(schedule, new SchedulePatch { Paused = false });
        await _rig.StepAsync();
        Assert.Empty(await _rig.SentAsync());
        _rig.Clock.Advance(TimeSpan.FromDays(1));
        await _rig.StepAsync();
        Assert.Single(await _rig.SentAsync());
    }

    [Fact]
    public async Task By_each_recipient_s_clock_every_zone_has_its_own_time()
    {
        var schedule = await _rig.ScheduleAsync(Daily with { PerRecipient = true }, device: await _rig.DeviceAsync("Asia/Tokyo"));
        // The first clock on Earth shows 08:00 of 2 June at 18:00 UTC of the 1st.
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 18, 0, 0, TimeSpan.Zero), schedule.NextAt);
        _rig.Clock.Advance(TimeSpan.FromHours(14));
        await _rig.StepAsync();
        var delivery = Assert.Single(await _rig.DeliveriesAsync());
        Assert.Equal((DeliveryStatus.Scheduled, new DateTimeOffset(2026, 6, 1, 23, 0, 0, TimeSpan.Zero)), (delivery.Status, delivery.DueAt));
        Assert.Equal("2026-06-02T08:00", Assert.Single(await _rig.SentAsync()).SendAtLocal);
    }

    private Task<SendSchedule?> ChangeAsync(SendSchedule schedule, SchedulePatch patch) =>
        _rig.Schedules.ChangeAsync(new ScheduleCaller(new SendOrigin(ScheduleRig.Project, null), "test"), schedule.Id, patch);
}
