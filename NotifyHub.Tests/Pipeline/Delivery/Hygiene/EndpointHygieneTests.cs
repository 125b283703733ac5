using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Hygiene;
using NotifyHub.Tests.Pipeline.Delivery.Protection;

namespace NotifyHub.Tests.Pipeline.Delivery.Hygiene;

public class EndpointHygieneTests
{
    [Fact]
    public async Task A_device_without_a_sign_of_life_for_ninety_days_gets_nothing_more_and_is_retired_and_others_stay()
    {
        var (rig, time) = await GuardedRig.OpenAsync();
        await using var _1 = rig;
        var silent = await rig.DeviceAsync();
        time.Advance(TimeSpan.FromDays(1));
        var seen = await rig.DeviceAsync();
        time.Advance(TimeSpan.FromDays(89));

        var ended = await rig.UntilAsync(await rig.SendAsync(silent), DeliveryStatus.Suppressed);
        Assert.Equal((DeliveryReason.StaleToken, 0), (ended.Reason, ended.Attempts));
        await rig.UntilAsync(await rig.SendAsync(seen), DeliveryStatus.Sent);

        // Retired once it is over the age, not at it.
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("retired 1 without a sign of life, 0 that nobody restored", await rig.Services.GetRequiredService<EndpointHygieneJob>().RunAsync(default));
        Assert.Equal("stale", await rig.ReadAsync(db => db.Devices.Where(d => d.Id == silent.Id).Select(d => d.RetiredReason).SingleAsync()));
        Assert.Equal(DeviceStatus.Active, await rig.ReadAsync(db => db.Devices.Where(d => d.Id == seen.Id).Select(d => d.Status).SingleAsync()));
    }

    [Fact]
    public async Task A_token_that_nobody_restored_in_a_month_is_retired_with_the_vendors_word()
    {
        var (rig, time) = await GuardedRig.OpenAsync();
        await using var _1 = rig;
        var device = await rig.DeviceAsync();
        await rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), async (db, _) =>
        {
            var row = await db.Devices.SingleAsync(d => d.Id == device.Id);
            (row.Status, row.QuarantinedAt, row.QuarantineReason) = (DeviceStatus.Quarantined, time.GetUtcNow(), "BadDeviceToken");
            return 0;
        });
        time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMilliseconds(1));
        await rig.Services.GetRequiredService<EndpointHygieneJob>().RunAsync(default);
        Assert.Equal("BadDeviceToken", await rig.ReadAsync(db => db.Devices.Select(d => d.RetiredReason).SingleAsync()));
    }
}
