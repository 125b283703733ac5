using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class IsolationTests
{
    [Fact]
    public async Task A_vendor_that_hangs_delays_only_its_own_deliveries()
    {
        await using var rig = await DeliveryRig.OpenAsync(inFlight: 2 * ProviderNames.Supported.Count);
        await rig.CredentialAsync(ProviderKind.Apns);
        await rig.CredentialAsync(ProviderKind.Fcm);
        var hangs = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, _) => hangs.Task;
        var (apple, android) = (await rig.DeviceAsync(), await rig.DeviceAsync(ProviderKind.Fcm));
        foreach (var _ in Enumerable.Range(0, 20))
        {
            await rig.StoreAsync([apple]);
        }
        rig.Wake();
        await rig.Apns.Called.WaitAsync();

        foreach (var _ in Enumerable.Range(0, 20))
        {
            await rig.UntilAsync(await rig.SendAsync(android), DeliveryStatus.Sent);
        }

        // Two hands: no more than two calls stand at the vendor that hangs.
        Assert.InRange(rig.Apns.Calls.Count, 1, 2);
        hangs.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 40);
    }

    [Fact]
    public async Task More_urgent_lanes_go_first()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false, inFlight: ProviderNames.Supported.Count);
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        var lanes = new[] { DeliveryLane.Bulk, DeliveryLane.Normal, DeliveryLane.Critical, DeliveryLane.High };
        var ids = new Dictionary<string, DeliveryLane>();
        foreach (var lane in lanes)
        {
            ids[RowId.Format(RowId.Delivery, (await rig.StoreAsync([device], d => d.Lane = lane))[0])] = lane;
        }
        await rig.StartAsync();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 4);
        Assert.Equal(lanes.Order(), rig.Apns.Calls.Select(c => ids[c.MessageId]));
    }

    [Fact]
    public async Task Another_projects_refused_credential_holds_only_its_own_deliveries()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        await rig.CredentialAsync(ProviderKind.Apns, projectId: 2);
        rig.Apns.Answer = (call, _) => Task.FromResult(new ProviderOutcome(
            call.Credential.CacheKey.StartsWith("2:", StringComparison.Ordinal) ? OutcomeKind.CredentialBad : OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(projectId: 2)), DeliveryStatus.Held);
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync()), DeliveryStatus.Sent);
    }
}
