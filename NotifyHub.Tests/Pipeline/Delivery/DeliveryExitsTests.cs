using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class DeliveryExitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(17);
    private readonly DeliveryExits _exits = new(new RetryLadder(new Random(1)));

    [Theory]
    [InlineData(OutcomeKind.Accepted, DeliveryStatus.Sent, DeliveryReason.None, true)]
    [InlineData(OutcomeKind.TokenDead, DeliveryStatus.Failed, DeliveryReason.TokenDead, true)]
    [InlineData(OutcomeKind.EnvironmentMismatch, DeliveryStatus.Failed, DeliveryReason.TokenDead, true)]
    [InlineData(OutcomeKind.ContentBad, DeliveryStatus.Failed, DeliveryReason.ContentBad, true)]
    [InlineData(OutcomeKind.CredentialBad, DeliveryStatus.Held, DeliveryReason.CredentialPaused, false)]
    [InlineData(OutcomeKind.AuthExpired, DeliveryStatus.Held, DeliveryReason.CredentialPaused, false)]
    [InlineData(OutcomeKind.TokenSlow, DeliveryStatus.Retrying, DeliveryReason.DeviceSlow, true)]
    [InlineData(OutcomeKind.Retry, DeliveryStatus.Retrying, DeliveryReason.ProviderTrouble, true)]
    public void Each_outcome_has_its_exit(OutcomeKind kind, DeliveryStatus status, DeliveryReason reason, bool usesBudget)
    {
        var exit = _exits.Answered(new ProviderOutcome(kind) { RetryAfter = Asked }, triesBefore: 0, expiresAt: null, Now);
        Assert.Equal((status, reason, usesBudget), (exit.Status, exit.Reason, exit.UsesBudget));
        Assert.Equal(status == DeliveryStatus.Retrying ? Now + Asked : null, exit.DueAt);
    }

    [Fact]
    public void A_wait_that_would_end_after_the_message_expires_it_now()
    {
        var outcome = new ProviderOutcome(OutcomeKind.Retry) { RetryAfter = Asked };
        Assert.Equal(DeliveryStatus.Expired, _exits.Answered(outcome, 0, Now + Asked, Now).Status);
        Assert.Equal(DeliveryStatus.Retrying, _exits.Answered(outcome, 0, Now + Asked + TimeSpan.FromMilliseconds(1), Now).Status);
    }

    [Fact]
    public void An_unclassified_answer_is_given_up_after_its_own_number_of_tries()
    {
        var outcome = new ProviderOutcome(OutcomeKind.Retry) { MostTries = 3 };
        Assert.Equal(DeliveryStatus.Retrying, _exits.Answered(outcome, 1, null, Now).Status);
        var last = _exits.Answered(outcome, 2, null, Now);
        Assert.Equal((DeliveryStatus.Failed, DeliveryReason.RetriesExhausted), (last.Status, last.Reason));
    }

    [Fact]
    public void The_seventh_failure_is_a_dead_letter()
    {
        var outcome = new ProviderOutcome(OutcomeKind.Retry);
        Assert.Equal(DeliveryStatus.Retrying, _exits.Answered(outcome, 5, null, Now).Status);
        Assert.Equal((DeliveryStatus.Failed, DeliveryReason.RetriesExhausted), (_exits.Answered(outcome, 6, null, Now).Status, _exits.Answered(outcome, 6, null, Now).Reason));
    }
}
