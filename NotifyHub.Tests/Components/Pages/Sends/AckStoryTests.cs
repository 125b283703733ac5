using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;
using NotifyHub.Tests.Insights.Sends;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class AckStoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_confirmed_send_says_how_long_it_took()
    {
        var story = Of(d => (d.SentAt, d.AckedAt) = (Now.AddSeconds(-10), Now.AddSeconds(-8.8)));

        Assert.Equal("Confirmed by the device", story.Headline);
        Assert.Contains("1.2 s after", story.Text, StringComparison.Ordinal);
        Assert.Empty(story.Reasons);
    }

    [Theory]
    [InlineData(DeliveryStatus.Queued, "Not sent yet")]
    [InlineData(DeliveryStatus.Failed, "Nothing to confirm")]
    [InlineData(DeliveryStatus.Cancelled, "Nothing to confirm")]
    public void What_was_not_sent_can_t_be_confirmed(DeliveryStatus status, string headline) =>
        Assert.Equal(headline, AckStory.Of(SendTimelineTests.Detail(status), new PushMessage(), Now).Headline);

    [Fact]
    public void A_relay_that_took_it_and_said_later_that_it_did_not_get_through_is_named() => Assert.Contains(
        "Expo took it, but said later", AckStory.Of(SendTimelineTests.Detail(DeliveryStatus.Failed, d => (d.Provider, d.Receipt) = (ProviderKind.Expo, ReceiptState.Error)), new PushMessage(), Now).Text, StringComparison.Ordinal);

    [Fact]
    public void Each_likely_reason_is_named()
    {
        Assert.Contains("none of its last 50", Reasons(), StringComparison.Ordinal);
        Assert.Contains("without mutableContent", Reasons(message: new PushMessage { Title = "t" }), StringComparison.Ordinal);
        Assert.Contains("silent push", Reasons(message: new PushMessage { Silent = true }), StringComparison.Ordinal);
        Assert.Contains("collapse key", Reasons(d => d.CollapseKey = "k"), StringComparison.Ordinal);
        Assert.Contains("time to live has ended", Reasons(d => d.ExpiresAt = Now.AddMinutes(-1)), StringComparison.Ordinal);
        Assert.Contains("closed browser", Reasons(d => d.Provider = ProviderKind.WebPush), StringComparison.Ordinal);
        Assert.Contains("Huawei's system", Reasons(d => d.Provider = ProviderKind.Huawei, message: new PushMessage { Title = "t" }), StringComparison.Ordinal);
        Assert.Contains("only while it runs", Reasons(d => d.Provider = ProviderKind.MiPush, message: new PushMessage { Silent = true }), StringComparison.Ordinal);
        Assert.Contains("switched off", Reasons(device: Phone(p => p.Permission = "denied")), StringComparison.Ordinal);
        Assert.Contains("retired", Reasons(device: Phone(p => p.Status = DeviceStatus.Retired)), StringComparison.Ordinal);
        Assert.Contains("offline", Reasons(device: Phone(p => p.LastSeenAt = Now.AddDays(-1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_that_do_not_hold_are_not_given()
    {
        var reasons = Reasons(device: Phone(_ => { }), message: new PushMessage { Title = "t", MutableContent = true }, everAcked: true);

        Assert.Equal("", reasons);
    }

    private static string Reasons(Action<DeliveryTask>? change = null, Device? device = null, PushMessage? message = null, bool everAcked = false) =>
        string.Join('\n', Of(change, device, message, everAcked).Reasons);

    private static AckStory Of(Action<DeliveryTask>? change = null, Device? device = null, PushMessage? message = null, bool everAcked = false)
    {
        var detail = SendTimelineTests.Detail(DeliveryStatus.Sent, d =>
        {
            d.SentAt = Now.AddMinutes(-5);
            change?.Invoke(d);
        });
        return AckStory.Of(detail with { Device = device, DeviceEverAcked = everAcked }, message ?? new PushMessage { Title = "t" }, Now);
    }

    private static Device Phone(Action<Device> change)
    {
        var device = new Device { SealedToken = [], TokenHash = [], TokenTail = "", Status = DeviceStatus.Active, LastSeenAt = Now };
        change(device);
        return device;
    }
}
