using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class DeliveryWorkerTests
{
    [Fact]
    public async Task A_queued_delivery_is_sent_and_its_answer_is_kept()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();

        var id = await rig.SendAsync(device);

        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Equal(("Accepted", 1, (long?)null), (sent.Outcome, sent.Attempts, sent.LeaseOwner));
        Assert.Equal("v-" + RowId.Format(RowId.Delivery, id), sent.ProviderMessageId);
        Assert.NotNull(sent.SentAt);
        var attempt = Assert.Single(await rig.AttemptsAsync(id));
        Assert.Equal((1, "Accepted", 200), (attempt.Number, attempt.Outcome, attempt.Status));
        Assert.Equal($"token-{device.Id}", rig.Apns.Calls.Single().Target.Token);
    }

    [Fact]
    public async Task A_burst_drains_with_every_delivery_sent_once()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        foreach (var kind in ProviderNames.Supported)
        {
            await rig.CredentialAsync(kind);
        }
        var devices = await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => rig.DeviceAsync(ProviderNames.Supported[i % 3])));
        var ids = new List<long>();
        foreach (var part in devices.Chunk(100))
        {
            ids.AddRange(await rig.StoreAsync(part));
        }
        rig.Wake();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 5000);
        var calls = rig.Vendors.Values.SelectMany(v => v.Calls).Select(c => c.MessageId).ToList();
        Assert.Equal(5000, calls.Count);
        Assert.Equal(ids.Select(id => RowId.Format(RowId.Delivery, id)).Order(), calls.Order());
        Assert.Equal(5000, await rig.AttemptCountAsync());
    }
}
