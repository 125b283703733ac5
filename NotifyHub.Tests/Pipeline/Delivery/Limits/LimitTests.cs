using NotifyHub.Data.Rows;
using NotifyHub.Tests.Pipeline.Delivery.Protection;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery.Limits;

/// <summary>Limits in the stage, on a clock that the test moves. Where nodes share buckets the store's own clock fills them: rates over time are held there by <see cref="SharedPermitsTests"/>.</summary>
public class LimitTests
{
    private static Dictionary<string, string?> Project(int capacity, int perSecond) => new(StringComparer.Ordinal)
    {
        ["NotifyHub:Limits:Project:Capacity"] = $"{capacity}", ["NotifyHub:Limits:Project:PerSecond"] = $"{perSecond}",
    };

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_project_sends_at_its_rate_and_waiting_costs_no_try()
    {
        var (rig, time) = await GuardedRig.OpenAsync(settings: Project(10, 5));
        await using var _1 = rig;
        await rig.StoreAsync(await rig.DevicesAsync(40));
        var start = time.GetUtcNow();
        rig.Wake();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) >= 10);
        while (await rig.CountAsync(DeliveryStatus.Sent) < 40)
        {
            Assert.True(rig.Apns.Calls.Count <= 10 + 5 * (time.GetUtcNow() - start).TotalSeconds + 0.001, $"{rig.Apns.Calls.Count} calls in {time.GetUtcNow() - start}");
            time.Advance(TimeSpan.FromMilliseconds(20));
            rig.Wake();
            await Task.Yield();
        }
        Assert.Equal(40, await rig.ReadAsync(db => Task.FromResult(db.Deliveries.Count(d => d.Attempts == 1))));
        Assert.Equal(40, await rig.AttemptCountAsync());
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_project_at_its_limit_leaves_the_others_alone()
    {
        var (rig, _) = await GuardedRig.OpenAsync(inFlight: 12, settings: Project(5, 1));
        await using var _1 = rig;
        await rig.StoreAsync(await rig.DevicesAsync(200));
        rig.Wake();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) >= 5);
        await rig.CredentialAsync(ProviderKind.Apns, projectId: 2);
        // Time stands still: only what needs no permit of the first project can pass.
        foreach (var device in await rig.DevicesAsync(5, projectId: 2))
        {
            await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        }
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_vendors_rate_holds_for_all_projects_together()
    {
        var (rig, time) = await GuardedRig.OpenAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NotifyHub:Limits:Vendors:Apns:Capacity"] = "6", ["NotifyHub:Limits:Vendors:Apns:PerSecond"] = "10",
        });
        await using var _1 = rig;
        await rig.CredentialAsync(ProviderKind.Apns, projectId: 2);
        await rig.StoreAsync(await rig.DevicesAsync(15));
        await rig.StoreAsync(await rig.DevicesAsync(15, projectId: 2));
        var start = time.GetUtcNow();
        rig.Wake();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) >= 6);
        while (await rig.CountAsync(DeliveryStatus.Sent) < 30)
        {
            Assert.True(rig.Apns.Calls.Count <= 6 + 10 * (time.GetUtcNow() - start).TotalSeconds + 0.001);
            time.Advance(TimeSpan.FromMilliseconds(20));
            rig.Wake();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_message_whose_time_ends_while_it_waits_for_a_permit_is_not_sent()
    {
        var (rig, time) = await GuardedRig.OpenAsync(settings: Project(1, 1));
        await using var _1 = rig;
        var devices = await rig.DevicesAsync(4);
        var ids = await rig.StoreAsync(devices, d => d.ExpiresAt = time.GetUtcNow().AddMilliseconds(1500));
        rig.Wake();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 1);
        var ended = rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Expired) + await rig.CountAsync(DeliveryStatus.Sent) == 4);
        while (!ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            rig.Wake();
            await Task.Yield();
        }
        await ended;
        Assert.InRange(await rig.CountAsync(DeliveryStatus.Expired), 2, 3);
        Assert.Equal(ids.Count, rig.Apns.Calls.Count + await rig.CountAsync(DeliveryStatus.Expired));
        Assert.True(await rig.ReadAsync(db => Task.FromResult(db.Deliveries.Where(d => d.Status == DeliveryStatus.Sent).All(d => d.SentAt < d.ExpiresAt))));
    }
}
