using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;

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

    [Theory]
    [InlineData(200, 34, 133)]
    [InlineData(6, 1, 6)]
    [InlineData(60, 10, 60)]
    [InlineData(5000, 834, 834)]
    public void Its_hands_are_a_calls_worth_within_the_whole(int inFlight, int share, int relay)
    {
        var limits = new DeliveryLimits { InFlight = inFlight };
        Assert.Equal((share, relay), (limits.HandsOf(ProviderKind.Apns), limits.HandsOf(ProviderKind.Expo)));
    }
}
