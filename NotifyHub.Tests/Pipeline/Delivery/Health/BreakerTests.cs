using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Pipeline.Delivery.Protection;
using static NotifyHub.Tests.Pipeline.Delivery.Protection.GuardedRig;

namespace NotifyHub.Tests.Pipeline.Delivery.Health;

/// <summary>A vendor that calls everybody dead (G10).</summary>
public class BreakerTests
{
    [Fact]
    public async Task When_every_token_is_called_bad_none_is_lost_and_an_alert_says_so()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(Dead);
        var devices = await rig.DevicesAsync(100);
        // A few at a time, so that the first are retired before anybody can tell.
        foreach (var part in devices.Chunk(10))
        {
            await rig.StoreAsync(part);
            rig.Wake();
            var last = part[^1].Id;
            await rig.UntilAsync(() => rig.ReadAsync(db => db.Devices.AnyAsync(d => d.Id == last && d.Status != DeviceStatus.Active)));
        }
        await rig.UntilAsync(async () => await rig.DeviceCountAsync(DeviceStatus.Quarantined) == 100);

        Assert.Equal(0, await rig.DeviceCountAsync(DeviceStatus.Retired));
        Assert.NotNull((await rig.StateAsync(s => s.BreakerOpenedAt is not null)).BreakerReason);
        var alert = await rig.OpenAlertAsync(AlertKind.BreakerOpen);
        Assert.Contains("set aside, not retired", alert!.Detail);
        Assert.DoesNotContain("token-", alert.Detail);
    }

    [Fact]
    public async Task One_action_brings_back_the_tokens_and_the_messages_that_wait_for_them()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(Dead);
        var devices = await rig.DevicesAsync(40);
        await rig.StoreAsync(devices);
        rig.Wake();
        await rig.UntilAsync(async () => await rig.DeviceCountAsync(DeviceStatus.Quarantined) == 40);
        var held = await rig.CountAsync(DeliveryStatus.Held);
        // Nothing is sent to a token that is set aside; what is asked for waits.
        var calls = rig.Apns.Calls.Count;
        var later = await rig.UntilAsync(await rig.SendAsync(devices[0]), DeliveryStatus.Held);
        Assert.Equal((DeliveryReason.TokenQuarantined, 0), (later.Reason, later.Attempts));
        Assert.Equal(calls, rig.Apns.Calls.Count);

        rig.Apns.Always(Accepted);
        Assert.Equal(40, await rig.Control().RestoreAsync(DeliveryRig.ProjectId, ProviderKind.Apns, "owner@example.com"));

        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == held + 1);
        Assert.Equal(40, await rig.DeviceCountAsync(DeviceStatus.Active));
        Assert.Null((await rig.StateAsync(s => s.BreakerOpenedAt is null)).BreakerReason);
        Assert.Null(await rig.OpenAlertAsync(AlertKind.BreakerOpen));
    }

    [Fact]
    public async Task A_token_that_is_registered_again_comes_back_by_itself_with_its_message()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        await rig.ProjectAsync();
        rig.Apns.Always(Dead);
        var devices = await rig.DevicesAsync(30);
        await rig.StoreAsync(devices);
        rig.Wake();
        await rig.UntilAsync(async () => await rig.DeviceCountAsync(DeviceStatus.Quarantined) == 30);
        var waits = await rig.UntilAsync(await rig.SendAsync(devices[3]), DeliveryStatus.Held);

        rig.Apns.Always(Accepted);
        await rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), async (db, session) =>
        {
            var device = await db.Devices.SingleAsync(d => d.Id == devices[3].Id);
            (device.Status, device.QuarantinedAt, device.QuarantineReason, device.RegisteredAt) = (DeviceStatus.Active, null, null, rig.Time.GetUtcNow());
            session.Changed(DeliveryRig.ProjectId, NotifyHub.Data.HubTables.Credentials);
            return 0;
        });
        await rig.UntilAsync(waits.Id, DeliveryStatus.Sent);
        Assert.Equal(29, await rig.DeviceCountAsync(DeviceStatus.Quarantined));
    }

    [Fact]
    public async Task An_operator_who_knows_that_they_are_gone_retires_them()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(Dead);
        await rig.StoreAsync(await rig.DevicesAsync(25));
        rig.Wake();
        await rig.UntilAsync(async () => await rig.DeviceCountAsync(DeviceStatus.Quarantined) == 25);
        Assert.Equal(25, await rig.Control().RetireAsync(DeliveryRig.ProjectId, ProviderKind.Apns, "owner@example.com"));
        Assert.Equal("BadDeviceToken", await rig.ReadAsync(db => db.Devices.Select(d => d.RetiredReason).Distinct().SingleAsync()));
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Held) == 0);
    }

    [Fact]
    public async Task A_few_dead_tokens_among_many_living_ones_are_retired_as_ever()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        var devices = await rig.DevicesAsync(60);
        var dead = devices.Take(3).Select(d => $"token-{d.Id}").ToHashSet();
        rig.Apns.Answer = (call, _) => Task.FromResult(dead.Contains(call.Target.Token) ? Dead : Accepted);
        await rig.StoreAsync([.. devices.Skip(3), .. devices.Take(3)]);
        rig.Wake();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 57 && await rig.DeviceCountAsync(DeviceStatus.Retired) == 3);
        Assert.Equal(0, await rig.DeviceCountAsync(DeviceStatus.Quarantined));
    }

    [Fact]
    public async Task A_rate_that_is_too_high_warns_and_halves_the_rate_and_both_end_when_it_recovers()
    {
        var (rig, time) = await OpenAsync();
        await using var _1 = rig;
        var devices = await rig.DevicesAsync(40);
        var dead = devices.Take(4).Select(d => $"token-{d.Id}").ToHashSet();
        rig.Apns.Answer = (call, _) => Task.FromResult(dead.Contains(call.Target.Token) ? Dead : Accepted);
        await rig.StoreAsync(devices);
        rig.Wake();
        await rig.StateAsync(s => s.ThrottledAt is not null);
        // As soon as the rate is too high, which may be before the last of the four.
        Assert.Matches("APNs called [234] of ", (await rig.OpenAlertAsync(AlertKind.HealthLow))!.Detail);
        Assert.Equal(0.5, rig.Guard().DoorOf(DeliveryRig.ProjectId, ProviderKind.Apns).Allowed().Share.Refill);

        await rig.StoreAsync(devices.Skip(4).ToList());
        rig.Wake();
        await rig.StateAsync(s => s.ThrottledAt is null);
        Assert.Null(await rig.OpenAlertAsync(AlertKind.HealthLow));
        Assert.Equal(1, rig.Guard().DoorOf(DeliveryRig.ProjectId, ProviderKind.Apns).Allowed().Share.Refill);
        _ = time;
    }
}
