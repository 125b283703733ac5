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
        { "muted by the person", Fine with { Muted = true }, PolicyVerb.Suppress, DeliveryReason.DeviceMuted },
        { "opted out", Fine with { OptedOut = true }, PolicyVerb.Suppress, DeliveryReason.PreferenceOptedOut },
        { "opted out comes before its time", Fine with { OptedOut = true, NotBefore = Now.AddSeconds(1) }, PolicyVerb.Suppress, DeliveryReason.PreferenceOptedOut },
        { "type off", Fine with { TypeOff = true }, PolicyVerb.Suppress, DeliveryReason.TypeOff },
        { "read elsewhere", Fine with { ReadElsewhere = true }, PolicyVerb.Suppress, DeliveryReason.ReadElsewhere },
        { "waits for other channels", Fine with { FallbackUntil = Now.AddMinutes(1) }, PolicyVerb.DelayUntil, DeliveryReason.FallbackWait },
        { "others had their time", Fine with { FallbackUntil = Now }, PolicyVerb.Send, DeliveryReason.None },
        { "read elsewhere comes before the wait for it", Fine with { ReadElsewhere = true, FallbackUntil = Now.AddMinutes(1) }, PolicyVerb.Suppress, DeliveryReason.ReadElsewhere },
        { "muted by the person", Fine with { MutedUntil = Now.AddMinutes(1) }, PolicyVerb.Suppress, DeliveryReason.MutedByPerson },
        { "muted no longer", Fine with { MutedUntil = Now }, PolicyVerb.Send, DeliveryReason.None },
        { "quiet hours", Fine with { QuietUntil = Now.AddHours(1) }, PolicyVerb.DelayUntil, DeliveryReason.QuietHours },
        { "quiet no longer", Fine with { QuietUntil = Now }, PolicyVerb.Send, DeliveryReason.None },
        { "a cap is full", Fine with { Cap = Full(drops: true) }, PolicyVerb.Suppress, DeliveryReason.FrequencyCap },
        { "a cap is full and lets it wait", Fine with { Cap = Full(drops: false) }, PolicyVerb.DelayUntil, DeliveryReason.FrequencyCap },
        { "there is room in the cap again", Fine with { Cap = Full(drops: false) with { Until = Now } }, PolicyVerb.Send, DeliveryReason.None },
        { "live in the inbox, which is enough", Fine with { Presence = new PresenceFact(Now.AddMinutes(1), Drops: true) }, PolicyVerb.Suppress, DeliveryReason.Presence },
        { "live in the inbox, which is first", Fine with { Presence = new PresenceFact(Now.AddMinutes(1), Drops: false) }, PolicyVerb.DelayUntil, DeliveryReason.Presence },
        { "had time to see it", Fine with { Presence = new PresenceFact(Now, Drops: false) }, PolicyVerb.Send, DeliveryReason.None },
        { "read comes before the time to see it", Fine with { ReadElsewhere = true, Presence = new PresenceFact(Now.AddMinutes(1), Drops: false) }, PolicyVerb.Suppress, DeliveryReason.ReadElsewhere },
        { "too many of a kind", Fine with { Bundle = new BundleFact(5, TimeSpan.FromHours(1)) }, PolicyVerb.Suppress, DeliveryReason.Bundled },
        { "a bundle comes before a cap", Fine with { Bundle = new BundleFact(5, TimeSpan.FromHours(1)), Cap = Full(drops: false) }, PolicyVerb.Suppress, DeliveryReason.Bundled },
        { "vendor rests", Fine with { Pause = new VendorPause(Now.AddSeconds(9), IsResting: true) }, PolicyVerb.Wait, DeliveryReason.ProviderResting },
        { "rate used up", Fine with { Pause = new VendorPause(Now.AddSeconds(9), IsResting: false) }, PolicyVerb.Wait, DeliveryReason.RateLimited },
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
        Assert.Equal(verb switch { PolicyVerb.DelayUntil => facts.NotBefore ?? facts.FallbackUntil ?? facts.QuietUntil ?? facts.Presence?.Until ?? facts.SlowUntil ?? facts.Cap?.Until, PolicyVerb.Wait => facts.Pause!.Value.Until, _ => null }, decision.Until);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_explanation_tells_every_rule_and_which_one_decided(string because, DeliveryFacts facts, PolicyVerb verb, DeliveryReason reason)
    {
        var trace = DeliveryPolicy.Explain(facts, Now);
        Assert.Equal(DeliveryPolicy.Decide(facts, Now), trace.Decision);
        Assert.Equal((verb, reason), (trace.Decision.Verb, trace.Decision.Reason));
        Assert.True((verb == PolicyVerb.Send ? 0 : 1) == trace.Steps.Count(step => step.Answer == PolicyAnswer.Stopped), because);
        Assert.DoesNotContain(trace.Steps.SkipWhile(step => step.Answer == PolicyAnswer.Passed).Take(1), step => step.Answer == PolicyAnswer.WouldStop);
        Assert.All(trace.Steps, step => Assert.False(string.IsNullOrWhiteSpace(step.Words)));
        Assert.All(trace.Steps, step => Assert.NotEmpty(step.Facts));
        Assert.All(trace.Changes, change => Assert.False(string.IsNullOrWhiteSpace(change.Words)));
    }

    [Fact]
    public void A_trace_says_what_dispatch_does_and_the_smallest_change_flips_it()
    {
        var chance = new Random(20260601);
        for (var i = 0; i < 20_000; i++)
        {
            var facts = Any(chance);
            var (decision, trace) = (DeliveryPolicy.Decide(facts, Now), DeliveryPolicy.Explain(facts, Now));
            Assert.Equal(decision, trace.Decision);
            var flipped = DeliveryPolicy.Decide(DeliveryPolicy.Apply(facts, Now, trace.Changes), Now);
            Assert.True((decision.Verb == PolicyVerb.Send) != (flipped.Verb == PolicyVerb.Send), $"{facts} stays {flipped}");
            // Smallest: with any part of it left out the decision does not flip.
            foreach (var left in trace.Changes)
            {
                var less = DeliveryPolicy.Decide(DeliveryPolicy.Apply(facts, Now, trace.Changes.Where(change => change != left)), Now);
                Assert.True((decision.Verb == PolicyVerb.Send) == (less.Verb == PolicyVerb.Send), $"{facts} flips without {left.Rule}");
            }
        }
    }

    private static CapFact Full(bool drops) => new(Now.AddMinutes(7), drops, 3, TimeSpan.FromHours(1));

    private static DeliveryFacts Any(Random chance) => new()
    {
        Cancelled = chance.Next(8) == 0,
        ExpiresAt = Maybe(chance),
        NotBefore = Maybe(chance),
        SlowUntil = Maybe(chance),
        Muted = chance.Next(8) == 0,
        OptedOut = chance.Next(8) == 0,
        SeenAt = Now.AddDays(-chance.Next(200)),
        StaleAfter = chance.Next(2) == 0 ? null : TimeSpan.FromDays(chance.Next(1, 200)),
        Cap = chance.Next(6) == 0 ? Full(chance.Next(2) == 0) : null,
        Superseded = chance.Next(8) == 0,
        Device = chance.Next(3) == 0 ? (DeviceStatus)chance.Next(1, 4) : DeviceStatus.Active,
        Credential = chance.Next(3) == 0 ? (CredentialFact)chance.Next(3) : CredentialFact.Ready,
        Pause = chance.Next(4) == 0 ? new VendorPause(Now.AddSeconds(chance.Next(1, 100)), chance.Next(2) == 0) : null,
    };

    private static DateTimeOffset? Maybe(Random chance) => chance.Next(3) == 0 ? Now.AddSeconds(chance.Next(-100, 100)) : null;

    [Theory]
    [InlineData(DeliveryStatus.Sent, DeliveryReason.None, null)]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.TokenDead, null)]
    [InlineData(DeliveryStatus.Expired, DeliveryReason.TtlExpired, "timeToLive")]
    [InlineData(DeliveryStatus.Scheduled, DeliveryReason.None, "time")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.DeviceRetired, "deviceRegistered")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.ChannelNotConfigured, "account")]
    [InlineData(DeliveryStatus.Delayed, DeliveryReason.DeviceSlow, "devicePace")]
    [InlineData(DeliveryStatus.Held, DeliveryReason.CredentialPaused, "accountTaken")]
    [InlineData(DeliveryStatus.Held, DeliveryReason.TokenQuarantined, "tokenBelieved")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.StaleToken, "deviceSeen")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.DeviceMuted, "deviceMuted")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.PreferenceOptedOut, "consent")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.MutedByPerson, "personMuted")]
    [InlineData(DeliveryStatus.Delayed, DeliveryReason.QuietHours, "quietHours")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.TypeOff, "typeChannel")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.ReadElsewhere, "readElsewhere")]
    [InlineData(DeliveryStatus.Delayed, DeliveryReason.FallbackWait, "fallback")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.FrequencyCap, "frequencyCap")]
    [InlineData(DeliveryStatus.Delayed, DeliveryReason.FrequencyCap, "frequencyPace")]
    [InlineData(DeliveryStatus.Cancelled, DeliveryReason.Cancelled, "cancelled")]
    [InlineData(DeliveryStatus.Queued, DeliveryReason.ProviderResting, "vendorRests")]
    [InlineData(DeliveryStatus.Queued, DeliveryReason.RateLimited, "rate")]
    public void A_row_tells_the_walk_it_took(DeliveryStatus status, DeliveryReason reason, string? stoppedBy)
    {
        var trace = DeliveryPolicy.TraceOf(new DeliveryTask { Status = status, Reason = reason })!;
        Assert.Equal(stoppedBy, trace.Steps.SingleOrDefault(step => step.Answer == PolicyAnswer.Stopped)?.Rule);
        Assert.Equal(stoppedBy is null, trace.Decision.Verb == PolicyVerb.Send);
        Assert.All(trace.Steps.SkipWhile(step => step.Answer != PolicyAnswer.Stopped).Skip(1), step => Assert.Equal(PolicyAnswer.NotAsked, step.Answer));
    }

    [Fact]
    public void A_queued_row_has_not_been_asked_yet() => Assert.Null(DeliveryPolicy.TraceOf(new DeliveryTask { Status = DeliveryStatus.Queued }));
}
