using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Tests.Pipeline.Policy;

public class DeliveryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryFacts Fine = new() { Device = DeviceStatus.Active, Credential = CredentialFact.Ready };

    public static TheoryData<string, DeliveryFacts, PolicyVerb, DeliveryReason> Cases => new()
    {
        { "nothing stands in its way", Fine, PolicyVerb.Send, DeliveryReason.None },
        { "expires in a millisecond", Fine with { ExpiresAt = Now.AddMilliseconds(1) }, PolicyVerb.Send, DeliveryReason.None },
        { "its time has just come", Fine with { NotBefore = Now }, PolicyVerb.Send, DeliveryReason.None },
        { "cancelled", Fine with { Cancelled = true }, PolicyVerb.Cancel, DeliveryReason.Cancelled },
        { "expires now", Fine with { ExpiresAt = Now }, PolicyVerb.Expire, DeliveryReason.TtlExpired },
        { "its time is to come", Fine with { NotBefore = Now.AddSeconds(1) }, PolicyVerb.DelayUntil, DeliveryReason.None },
        { "device retired", Fine with { Device = DeviceStatus.Retired }, PolicyVerb.Suppress, DeliveryReason.DeviceRetired },
        { "device quarantined", Fine with { Device = DeviceStatus.Quarantined }, PolicyVerb.Hold, DeliveryReason.TokenQuarantined },
        { "device not seen for long", Fine with { SeenAt = Now.AddDays(-90), StaleAfter = TimeSpan.FromDays(90) }, PolicyVerb.Suppress, DeliveryReason.StaleToken },
        { "device seen just in time", Fine with { SeenAt = Now.AddDays(-90).AddMilliseconds(1), StaleAfter = TimeSpan.FromDays(90) }, PolicyVerb.Send, DeliveryReason.None },
        { "device may be silent for ever", Fine with { SeenAt = Now.AddDays(-9000) }, PolicyVerb.Send, DeliveryReason.None },
        { "superseded", Fine with { Superseded = true }, PolicyVerb.Suppress, DeliveryReason.Superseded },
        { "device slow", Fine with { SlowUntil = Now.AddSeconds(1) }, PolicyVerb.DelayUntil, DeliveryReason.DeviceSlow },
        { "device no longer slow", Fine with { SlowUntil = Now }, PolicyVerb.Send, DeliveryReason.None },
        { "no credential", Fine with { Credential = CredentialFact.Missing }, PolicyVerb.Suppress, DeliveryReason.ChannelNotConfigured },
        { "credential paused", Fine with { Credential = CredentialFact.Paused }, PolicyVerb.Hold, DeliveryReason.CredentialPaused },
        { "cancelled comes before expired", Fine with { Cancelled = true, ExpiresAt = Now }, PolicyVerb.Cancel, DeliveryReason.Cancelled },
        { "expired comes before a paused credential", Fine with { ExpiresAt = Now, Credential = CredentialFact.Paused }, PolicyVerb.Expire, DeliveryReason.TtlExpired },
        { "a retired device comes before a missing credential", Fine with { Device = DeviceStatus.Retired, Credential = CredentialFact.Missing }, PolicyVerb.Suppress, DeliveryReason.DeviceRetired },
    };

    [Theory, MemberData(nameof(Cases))]
    public void The_first_rule_that_stops_decides(string because, DeliveryFacts facts, PolicyVerb verb, DeliveryReason reason)
    {
        var decision = DeliveryPolicy.Decide(facts, Now);
        Assert.True((verb, reason) == (decision.Verb, decision.Reason), because);
        Assert.Equal(verb == PolicyVerb.DelayUntil ? facts.NotBefore ?? facts.SlowUntil : null, decision.Until);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_explanation_ends_at_the_step_that_stopped(string because, DeliveryFacts facts, PolicyVerb verb, DeliveryReason reason)
    {
        var steps = DeliveryPolicy.Explain(facts, Now);
        Assert.True(steps.SkipLast(1).All(step => step.Passed), because);
        Assert.Equal(verb == PolicyVerb.Send, steps[^1].Passed);
        Assert.All(steps, step => Assert.False(string.IsNullOrWhiteSpace(step.Verdict)));
        Assert.True(reason == DeliveryReason.None || steps.Count < 11);
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, DeliveryReason.None, 10, true)]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.TokenDead, 10, true)]
    [InlineData(DeliveryStatus.Expired, DeliveryReason.TtlExpired, 2, false)]
    [InlineData(DeliveryStatus.Scheduled, DeliveryReason.None, 3, false)]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.DeviceRetired, 4, false)]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.ChannelNotConfigured, 9, false)]
    [InlineData(DeliveryStatus.Delayed, DeliveryReason.DeviceSlow, 8, false)]
    [InlineData(DeliveryStatus.Held, DeliveryReason.CredentialPaused, 10, false)]
    [InlineData(DeliveryStatus.Held, DeliveryReason.TokenQuarantined, 5, false)]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.StaleToken, 6, false)]
    [InlineData(DeliveryStatus.Cancelled, DeliveryReason.Cancelled, 1, false)]
    public void A_row_tells_the_walk_it_took(DeliveryStatus status, DeliveryReason reason, int steps, bool passed)
    {
        var trace = DeliveryPolicy.TraceOf(new DeliveryTask { Status = status, Reason = reason });
        Assert.Equal((steps, passed), (trace.Count, trace[^1].Passed));
    }

    [Fact]
    public void A_queued_row_has_not_been_asked_yet() => Assert.Empty(DeliveryPolicy.TraceOf(new DeliveryTask { Status = DeliveryStatus.Queued }));
}
