using NotifyHub.Data.Rows;
using NotifyHub.Tests.Pipeline.Delivery.Protection;
using static NotifyHub.Tests.Pipeline.Delivery.Protection.GuardedRig;

namespace NotifyHub.Tests.Pipeline.Delivery.Quarantine;

public class QuarantineTests
{
    [Fact]
    public async Task Five_failures_in_a_row_give_the_vendor_a_rest_and_what_waits_keeps_its_tries()
    {
        var (rig, time) = await OpenAsync(inFlight: 6);
        await using var _1 = rig;
        rig.Apns.Always(Down);
        foreach (var device in await rig.DevicesAsync(5))
        {
            await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying);
        }
        var state = await rig.StateAsync(s => s.QuarantinedUntil is not null);
        Assert.Equal(time.GetUtcNow().AddSeconds(60), state.QuarantinedUntil);
        Assert.Contains("failed 5 times in a row", (await rig.OpenAlertAsync(AlertKind.Quarantined))!.Detail);

        rig.Apns.Always(Accepted);
        var waiting = new List<long>();
        foreach (var device in await rig.DevicesAsync(10))
        {
            waiting.Add(await rig.SendAsync(device));
        }
        time.Advance(TimeSpan.FromSeconds(59));
        rig.Wake();
        // Another vendor of the same project, and another project at the same vendor, notice nothing.
        await rig.CredentialAsync(ProviderKind.Fcm);
        await rig.CredentialAsync(ProviderKind.Apns, projectId: 2);
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.Fcm)), DeliveryStatus.Sent);
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(projectId: 2)), DeliveryStatus.Sent);
        Assert.Equal(6, rig.Apns.Calls.Count);

        time.Advance(TimeSpan.FromSeconds(1));
        rig.Wake();
        await DrainAsync(rig, time, waiting);
        foreach (var id in waiting)
        {
            Assert.Equal((1, 1), ((await rig.DeliveryAsync(id)).Attempts, (await rig.AttemptsAsync(id)).Count));
        }
        Assert.Null((await rig.StateAsync(s => s.QuarantinedUntil is null)).QuarantinedUntil);
        Assert.Null(await rig.OpenAlertAsync(AlertKind.Quarantined));
    }

    [Fact]
    public async Task After_the_rest_one_probe_goes_and_while_it_is_out_nothing_else()
    {
        var (rig, time) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(Down);
        foreach (var device in await rig.DevicesAsync(5))
        {
            await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying);
        }
        await rig.StateAsync(s => s.QuarantinedUntil is not null);
        while (rig.Apns.Called.Wait(0))
        {
            // Counted from here on.
        }
        var answer = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, _) => answer.Task;
        await rig.StoreAsync(await rig.DevicesAsync(20));
        time.Advance(TimeSpan.FromSeconds(60));
        rig.Wake();
        await rig.Apns.Called.WaitAsync();
        // A send of another project shows that the worker has looked at the queue meanwhile.
        await rig.CredentialAsync(ProviderKind.Fcm);
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.Fcm)), DeliveryStatus.Sent);
        Assert.Equal(6, rig.Apns.Calls.Count);

        answer.SetResult(Down);
        var again = await rig.StateAsync(s => s.QuarantineCount == 2);
        Assert.Equal(time.GetUtcNow().AddSeconds(60), again.QuarantinedUntil);
        Assert.Equal(6, rig.Apns.Calls.Count);
    }

    [Fact]
    public async Task A_wait_that_the_vendor_asks_for_holds_the_project_at_this_vendor_not_only_that_delivery()
    {
        var (rig, time) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(Down with { RetryAfter = TimeSpan.FromSeconds(90) });
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync()), DeliveryStatus.Retrying);
        var state = await rig.StateAsync(s => s.QuarantinedUntil is not null);
        Assert.Equal((time.GetUtcNow().AddSeconds(90), true), (state.QuarantinedUntil, state.VendorAsked));

        rig.Apns.Always(Accepted);
        var next = await rig.SendAsync(await rig.DeviceAsync());
        time.Advance(TimeSpan.FromSeconds(89));
        rig.Wake();
        await rig.CredentialAsync(ProviderKind.Fcm);
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.Fcm)), DeliveryStatus.Sent);
        Assert.Single(rig.Apns.Calls);
        time.Advance(TimeSpan.FromSeconds(1));
        rig.Wake();
        await DrainAsync(rig, time, [next]);
    }

    [Fact]
    public async Task An_operator_ends_the_rest()
    {
        var (rig, time) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(Down);
        foreach (var device in await rig.DevicesAsync(5))
        {
            await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying);
        }
        await rig.StateAsync(s => s.QuarantinedUntil is not null);
        rig.Apns.Always(Accepted);
        var waits = await rig.SendAsync(await rig.DeviceAsync());
        await rig.Control().LiftAsync(DeliveryRig.ProjectId, ProviderKind.Apns, "owner@example.com");
        await DrainAsync(rig, time, [waits]);
        Assert.Null((await rig.StateAsync(s => s.QuarantinedUntil is null)).QuarantinedUntil);
        Assert.Equal("provider.quarantine_lifted", await rig.ReadAsync(db => Task.FromResult(db.Audit.OrderBy(a => a.Id).Last().Action)));
    }

    [Fact]
    public async Task A_process_that_stood_still_blames_no_vendor()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Retry) { Code = ProviderOutcome.StoodStill, MaybeDelivered = true });
        foreach (var device in await rig.DevicesAsync(8))
        {
            await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying);
        }
        Assert.Null(rig.Guard().DoorOf(DeliveryRig.ProjectId, ProviderKind.Apns).Standing.Quarantine.Until);
        Assert.Equal(0, await rig.ReadAsync(db => Task.FromResult(db.HealthBuckets.Count())));
    }

    [Fact]
    public async Task Where_nothing_rests_lifting_and_probing_hold_up_nothing()
    {
        var (rig, _) = await OpenAsync();
        await using var _1 = rig;
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync()), DeliveryStatus.Sent);
        await rig.Control().LiftAsync(DeliveryRig.ProjectId, ProviderKind.Apns, "owner@example.com");
        await rig.Control().ProbeAsync(DeliveryRig.ProjectId, ProviderKind.Apns, "owner@example.com");
        var (quarantine, ramp) = rig.Guard().DoorOf(DeliveryRig.ProjectId, ProviderKind.Apns).Standing;
        Assert.Equal((null, null), (quarantine.Until, ramp));
        Assert.Null((await rig.StateAsync(_ => true)).QuarantinedUntil);
        Assert.Equal(0, await rig.ReadAsync(db => Task.FromResult(db.Audit.Count())));
    }

    [Fact]
    public async Task A_rest_outlives_a_restart()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-rest-" + Guid.NewGuid().ToString("n"));
        var time = new Support.ManualTime();
        await using (var rig = await DeliveryRig.OpenAsync(time, folder))
        {
            await rig.CredentialAsync(ProviderKind.Apns);
            rig.Apns.Always(Down);
            foreach (var device in await rig.DevicesAsync(5))
            {
                await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying);
            }
            await rig.StateAsync(s => s.QuarantinedUntil is not null);
        }
        await using (var rig = await DeliveryRig.OpenAsync(time, folder))
        {
            Assert.Equal(time.GetUtcNow().AddSeconds(60), rig.Guard().DoorOf(DeliveryRig.ProjectId, ProviderKind.Apns).Standing.Quarantine.Until);
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Lets time pass until all of these are sent.</summary>
    private static async Task DrainAsync(DeliveryRig rig, Support.ManualTime time, IReadOnlyList<long> ids)
    {
        foreach (var id in ids)
        {
            var sent = rig.UntilAsync(id, DeliveryStatus.Sent);
            while (!sent.IsCompleted)
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                rig.Wake();
                await Task.Yield();
            }
            await sent;
        }
    }
}
