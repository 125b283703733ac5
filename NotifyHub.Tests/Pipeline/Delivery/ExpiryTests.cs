using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>A message past its time is never sent, wherever it waits.</summary>
public class ExpiryTests
{
    [Fact]
    public async Task While_queued()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var ids = await rig.StoreAsync([await rig.DeviceAsync()], d => d.ExpiresAt = time.GetUtcNow().AddSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        rig.Wake();
        var expired = await rig.UntilAsync(ids[0], DeliveryStatus.Expired);
        Assert.Equal((DeliveryReason.TtlExpired, 0), (expired.Reason, expired.Attempts));
        Assert.Empty(rig.Apns.Calls);
    }

    [Fact]
    public async Task Between_claim_and_call()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time, inFlight: ProviderNames.Supported.Count);
        await rig.CredentialAsync(ProviderKind.Apns);
        var answer = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, _) => answer.Task;
        var device = await rig.DeviceAsync();
        var ids = await rig.StoreAsync([device, await rig.DeviceAsync()], d => d.ExpiresAt = time.GetUtcNow().AddSeconds(10));
        rig.Wake();
        // One hand: the second is claimed and waits while the first is at the vendor.
        await rig.Apns.Called.WaitAsync();
        Assert.Equal(DeliveryStatus.Sending, (await rig.DeliveryAsync(ids[1])).Status);
        time.Advance(TimeSpan.FromSeconds(10));
        answer.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(async () => (await rig.DeliveryAsync(ids[0])).Status == DeliveryStatus.Sent && (await rig.DeliveryAsync(ids[1])).Status == DeliveryStatus.Expired);
        Assert.Single(rig.Apns.Calls);
    }

    [Fact]
    public async Task While_retrying_it_ends_at_once_when_the_next_try_would_come_too_late()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Retry) { Status = 503, Code = "ServiceUnavailable" });
        var id = await rig.SendAsync(await rig.DeviceAsync(), d => d.ExpiresAt = time.GetUtcNow().AddSeconds(40));
        var expired = await rig.UntilAsync(id, DeliveryStatus.Expired);
        Assert.Equal((1, "ServiceUnavailable"), (expired.Attempts, expired.Error));
    }

    [Fact]
    public async Task The_vendor_is_told_what_is_left_of_the_time()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var ids = await rig.StoreAsync([await rig.DeviceAsync()], d => d.ExpiresAt = time.GetUtcNow().AddSeconds(100));
        time.Advance(TimeSpan.FromSeconds(30));
        rig.Wake();
        await rig.UntilAsync(ids[0], DeliveryStatus.Sent);
        Assert.Equal(TimeSpan.FromSeconds(70), rig.Apns.Calls.Single().TimeToLive);
    }
}
