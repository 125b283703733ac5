using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Tests.Pipeline.Delivery.Protection;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>A relay takes many messages in a call: its line must have them in flight together, or no call would ever be full.</summary>
public class RelayHandsTests
{
    [Fact]
    public async Task A_relay_gets_a_full_request_of_one_project_at_once()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Expo);
        var relay = rig.Vendors[ProviderKind.Expo];
        var enough = new TaskCompletionSource();
        relay.Answer = async (call, cancel) =>
        {
            if (relay.Calls.Count >= RelayContract.Expo.MessagesPerRequest)
            {
                enough.TrySetResult();
            }
            await enough.Task.WaitAsync(cancel);
            return new ProviderOutcome(OutcomeKind.Accepted) { MessageId = call.MessageId };
        };
        var devices = new List<Device>();
        for (var i = 0; i < 120; i++)
        {
            devices.Add(await rig.DeviceAsync(ProviderKind.Expo));
        }
        await rig.StoreAsync(devices);
        rig.Wake();

        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 120);
    }

    [Fact]
    public async Task Hands_are_shared_by_the_vendors_that_somebody_has_an_account_with_and_shared_anew_when_one_comes()
    {
        await using var rig = await DeliveryRig.OpenAsync(settings: new Dictionary<string, string?> { ["NotifyHub:Limits:InFlight"] = "12" });
        await rig.CredentialAsync(ProviderKind.Apns);
        var answers = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, cancel) => answers.Task.WaitAsync(cancel);
        var apples = await rig.DevicesAsync(40);
        await rig.StoreAsync(apples, delivery => delivery.Lane = DeliveryLane.Critical);
        rig.Wake();
        // There is no other project for whom one of the twelve would be kept.
        for (var call = 0; call < 12; call++)
        {
            Assert.True(await rig.Apns.Called.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        await rig.CredentialAsync(ProviderKind.Fcm);
        var hangs = new TaskCompletionSource<ProviderOutcome>();
        rig.Vendors[ProviderKind.Fcm].Answer = (_, cancel) => hangs.Task.WaitAsync(cancel);
        answers.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 40);
        await rig.StoreAsync(await rig.DevicesAsync(40, ProviderKind.Fcm), delivery => delivery.Lane = DeliveryLane.Critical);
        rig.Wake();
        for (var call = 0; call < 6; call++)
        {
            Assert.True(await rig.Vendors[ProviderKind.Fcm].Called.WaitAsync(TimeSpan.FromSeconds(20)));
        }
        await rig.UntilAsync(await rig.SendAsync(apples[0]), DeliveryStatus.Sent);
        Assert.Equal(6, rig.Vendors[ProviderKind.Fcm].Calls.Count);
        hangs.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
    }

    [Theory]
    [InlineData(200, 6, 34, 133)]
    [InlineData(200, 2, 100, 133)]
    [InlineData(200, 1, 200, 200)]
    [InlineData(6, 6, 1, 6)]
    [InlineData(60, 6, 10, 60)]
    [InlineData(5000, 6, 834, 834)]
    public void Its_hands_are_a_calls_worth_within_the_whole(int inFlight, int sharers, int share, int relay)
    {
        var limits = new DeliveryLimits { InFlight = inFlight };
        Assert.Equal((share, relay), (limits.HandsOf(ProviderKind.Apns, sharers), limits.HandsOf(ProviderKind.Expo, sharers)));
    }
}
