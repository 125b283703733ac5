using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights.Sends;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class LadderRungTests
{
    [Theory]
    [InlineData(DeliveryStatus.Queued, "Accepted:Done Queued:Here Sending:Ahead Sent:Ahead Acked:Ahead Opened:Ahead")]
    [InlineData(DeliveryStatus.Sending, "Accepted:Done Queued:Done Sending:Here Sent:Ahead Acked:Ahead Opened:Ahead")]
    [InlineData(DeliveryStatus.Retrying, "Accepted:Done Retrying:Here Sending:Ahead Sent:Ahead Acked:Ahead Opened:Ahead")]
    [InlineData(DeliveryStatus.Sent, "Accepted:Done Queued:Done Sent:Done Acked:Ahead Opened:Ahead")]
    [InlineData(DeliveryStatus.Failed, "Accepted:Done Failed:Stopped")]
    [InlineData(DeliveryStatus.Suppressed, "Accepted:Done Suppressed:Stopped")]
    public void The_ladder_shows_how_far_it_is(DeliveryStatus status, string ladder) => Assert.Equal(ladder, Of(status));

    [Fact]
    public void A_scheduled_send_waits_on_its_own_rung() =>
        Assert.Equal("Accepted:Done Scheduled:Here Queued:Ahead Sending:Ahead Sent:Ahead Acked:Ahead Opened:Ahead", Of(DeliveryStatus.Scheduled, n => n.SendAt = DateTimeOffset.UnixEpoch));

    [Fact]
    public void Every_state_has_a_ladder() => Assert.All(Enum.GetValues<DeliveryStatus>(), status => Assert.NotEmpty(Of(status)));

    private static string Of(DeliveryStatus status, Action<Notification>? about = null)
    {
        var detail = SendTimelineTests.Detail(status, about: about);
        return string.Join(' ', LadderRung.Of(detail.Delivery, detail.Notification).Select(rung => $"{rung.Label}:{rung.State}"));
    }
}
