using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Tests.Insights.Sends;

public sealed class SendTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_send_that_was_retried_sent_and_opened_tells_each_step_with_its_wait()
    {
        var detail = Detail(DeliveryStatus.Sent, d => d.SentAt = At(61)) with
        {
            Attempts = [Call(1, 1, OutcomeKind.Retry), Call(2, 61, OutcomeKind.Accepted)],
            Interactions = [new Interaction { Kind = InteractionKind.Received, At = At(63) }, new Interaction { Kind = InteractionKind.Opened, At = At(100) }],
        };

        var steps = SendTimeline.Build(detail, At(200));

        Assert.Equal([StepKind.Accepted, StepKind.Attempt, StepKind.Attempt, StepKind.Interaction, StepKind.Interaction], steps.Select(s => s.Kind));
        Assert.Equal([null, 1, 60, 2, 37], steps.Select(s => s.Since?.TotalSeconds));
        Assert.DoesNotContain(steps, s => s.Ahead);
    }

    [Fact]
    public void A_relays_receipt_stands_where_it_came_and_is_no_attempt()
    {
        var receipt = Call(1, 901, OutcomeKind.TokenDead);
        receipt.IsReceipt = true;
        var detail = Detail(DeliveryStatus.Failed, d => (d.SentAt, d.Receipt, d.UpdatedAt) = (At(1), ReceiptState.Error, At(901))) with { Attempts = [Call(1, 1, OutcomeKind.Accepted), receipt] };

        var steps = SendTimeline.Build(detail, At(1000));

        Assert.Equal([StepKind.Accepted, StepKind.Attempt, StepKind.Receipt, StepKind.Ended], steps.Select(s => s.Kind));
        Assert.Equal(At(901), steps[2].At);
    }

    [Fact]
    public void A_receipt_that_is_not_there_is_expected_or_given_up()
    {
        var waiting = SendTimeline.Build(Detail(DeliveryStatus.Sent, d => (d.SentAt, d.Receipt, d.ReceiptDueAt) = (At(1), ReceiptState.Waiting, At(901))), At(10));
        var unknown = SendTimeline.Build(Detail(DeliveryStatus.Sent, d => (d.SentAt, d.Receipt, d.UpdatedAt) = (At(1), ReceiptState.Unknown, At(86_401))), At(90_000));

        Assert.Equal((StepKind.Receipt, true, At(901)), (waiting[^1].Kind, waiting[^1].Ahead, waiting[^1].At));
        Assert.Equal((StepKind.Receipt, false, At(86_401)), (unknown[^1].Kind, unknown[^1].Ahead, unknown[^1].At));
    }

    [Fact]
    public void A_scheduled_send_says_when_it_will_go()
    {
        var steps = SendTimeline.Build(Detail(DeliveryStatus.Scheduled, d => d.DueAt = At(3600), n => n.SendAt = At(3600)), At(10));

        Assert.Equal([StepKind.Accepted, StepKind.Scheduled, StepKind.Waiting], steps.Select(s => s.Kind));
        Assert.True(steps[^1].Ahead);
        Assert.Equal(At(3600), steps[^1].At);
    }

    [Fact]
    public void A_scheduled_send_that_went_shows_when_it_came_due()
    {
        var steps = SendTimeline.Build(Detail(DeliveryStatus.Sent, d => d.SentAt = At(3601), n => n.SendAt = At(3600)), At(4000));

        Assert.Equal([StepKind.Accepted, StepKind.Scheduled, StepKind.Due, StepKind.Sent], steps.Select(s => s.Kind));
    }

    [Fact]
    public void An_operator_s_deed_stands_where_it_was_done()
    {
        var detail = Detail(DeliveryStatus.Cancelled, d => (d.Reason, d.UpdatedAt) = (DeliveryReason.Cancelled, At(20))) with
        {
            Attempts = [Call(1, 1, OutcomeKind.Retry)],
            Deeds = [new AuditEntry { Actor = "dana@example.com", Action = "delivery.cancelled", At = At(20), PreviousHash = [], Hash = [] }],
        };

        var steps = SendTimeline.Build(detail, At(30));

        Assert.Equal([StepKind.Accepted, StepKind.Attempt, StepKind.Deed], steps.Select(s => s.Kind));
    }

    [Fact]
    public void A_call_stands_where_it_began_before_the_device_that_was_quicker_than_the_answer()
    {
        var detail = Detail(DeliveryStatus.Sent, d => d.SentAt = At(2)) with
        {
            Attempts = [new Attempt { Number = 1, Outcome = nameof(OutcomeKind.Accepted), At = At(2), DurationMs = 1500 }],
            Interactions = [new Interaction { Kind = InteractionKind.Received, At = At(1) }],
        };

        Assert.Equal([StepKind.Accepted, StepKind.Attempt, StepKind.Interaction], SendTimeline.Build(detail, At(9)).Select(s => s.Kind));
    }

    [Fact]
    public void A_send_whose_attempts_were_cleaned_up_still_says_when_it_was_sent() =>
        Assert.Equal([StepKind.Accepted, StepKind.Sent], SendTimeline.Build(Detail(DeliveryStatus.Sent, d => d.SentAt = At(2)), At(9)).Select(s => s.Kind));

    [Fact]
    public void An_end_says_its_reason()
    {
        var last = SendTimeline.Build(Detail(DeliveryStatus.Expired, d => (d.Reason, d.UpdatedAt) = (DeliveryReason.TtlExpired, At(20))), At(30))[^1];

        Assert.Equal((StepKind.Ended, DeliveryStatus.Expired, DeliveryReason.TtlExpired), (last.Kind, last.Status, last.Reason));
    }

    [Theory]
    [InlineData(DeliveryStatus.Retrying)]
    [InlineData(DeliveryStatus.Held)]
    [InlineData(DeliveryStatus.Queued)]
    [InlineData(DeliveryStatus.Delayed)]
    public void A_send_that_waits_ends_in_what_is_still_to_come(DeliveryStatus status)
    {
        var last = SendTimeline.Build(Detail(status, d => d.DueAt = At(60)), At(5))[^1];

        Assert.Equal((StepKind.Waiting, true, At(60)), (last.Kind, last.Ahead, last.At));
    }

    internal static SendDetail Detail(DeliveryStatus status, Action<DeliveryTask>? change = null, Action<Notification>? about = null)
    {
        var delivery = new DeliveryTask { Id = 1, ProjectId = 7, NotificationId = 2, DeviceId = 3, Provider = ProviderKind.Apns, Status = status, CreatedAt = Start, UpdatedAt = Start, DueAt = Start };
        var notification = new Notification { Id = 2, ProjectId = 7, Payload = "{}", Target = "", CreatedAt = Start };
        change?.Invoke(delivery);
        about?.Invoke(notification);
        return new SendDetail(delivery, notification, null);
    }

    private static Attempt Call(int number, int second, OutcomeKind outcome) => new() { Number = number, Outcome = outcome.ToString(), At = At(second) };

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);
}
