using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>Same collapse key, same device: only the newest goes out, never out of order.</summary>
public class CollapseTests
{
    [Fact]
    public async Task When_several_wait_only_the_newest_is_sent()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        var (device, other) = (await rig.DeviceAsync(), await rig.DeviceAsync());
        var first = (await rig.StoreAsync([device, other], d => d.CollapseKey = "order-1"))[0];
        var elsewhere = (await rig.StoreAsync([device], d => d.CollapseKey = "order-2"))[0];
        var second = (await rig.StoreAsync([device], d => d.CollapseKey = "order-1"))[0];
        var third = (await rig.StoreAsync([device], d => d.CollapseKey = "order-1"))[0];
        await rig.StartAsync();

        await rig.UntilAsync(third, DeliveryStatus.Sent);
        await rig.UntilAsync(elsewhere, DeliveryStatus.Sent);
        foreach (var id in new[] { first, second })
        {
            Assert.Equal(DeliveryReason.Superseded, (await rig.UntilAsync(id, DeliveryStatus.Suppressed)).Reason);
        }
        await rig.UntilAsync(async () => rig.Apns.Calls.Count == 3);
    }

    [Fact]
    public async Task A_newer_one_waits_while_an_older_one_is_at_the_vendor()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        var answer = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, _) => answer.Task;
        var older = await rig.SendAsync(device, d => d.CollapseKey = "k");
        await rig.Apns.Called.WaitAsync();
        var newer = await rig.SendAsync(device, d => d.CollapseKey = "k");
        await rig.UntilAsync(newer, d => d.Status == DeliveryStatus.Queued && d.DueAt > d.CreatedAt);
        Assert.Single(rig.Apns.Calls);

        answer.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(older, DeliveryStatus.Sent);
        await rig.UntilAsync(newer, DeliveryStatus.Sent);
        Assert.Equal([older, newer], rig.Apns.Calls.Select(c => RowId.TryParse(RowId.Delivery, c.MessageId, out var id) ? id : 0));
    }

    [Fact]
    public async Task A_retry_does_not_bring_back_what_was_replaced_meanwhile()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Retry) { Status = 500, RetryAfter = TimeSpan.FromSeconds(10) });
        var older = await rig.SendAsync(device, d => d.CollapseKey = "k");
        await rig.UntilAsync(older, DeliveryStatus.Retrying);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(await rig.SendAsync(device, d => d.CollapseKey = "k"), DeliveryStatus.Sent);
        time.Advance(TimeSpan.FromSeconds(10));
        rig.Wake();
        Assert.Equal(DeliveryReason.Superseded, (await rig.UntilAsync(older, DeliveryStatus.Suppressed)).Reason);
    }

    [Fact]
    public async Task A_scheduled_one_is_newer_than_what_went_out_before_its_time()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        var scheduled = (await rig.StoreAsync([device], d => d.CollapseKey = "k", sendAt: time.GetUtcNow().AddHours(1)))[0];
        await rig.UntilAsync(await rig.SendAsync(device, d => d.CollapseKey = "k"), DeliveryStatus.Sent);
        time.Advance(TimeSpan.FromHours(1));
        rig.Wake();
        await rig.UntilAsync(scheduled, DeliveryStatus.Sent);
    }
}
