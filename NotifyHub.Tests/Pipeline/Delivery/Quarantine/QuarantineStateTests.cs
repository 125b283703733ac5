using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Pipeline.Delivery.Quarantine;
using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Tests.Pipeline.Delivery.Quarantine;

public class QuarantineStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GuardRules Rules = GuardRules.From(null, LimitRate.Unlimited);

    private static QuarantineState After(string answers, QuarantineState state = default, DateTimeOffset? at = null, bool manyServices = false, GuardRules? rules = null) =>
        answers.Aggregate(state, (now, answer) => now.After(answer switch { 'x' => AnswerSign.Failing, '.' => AnswerSign.Alive, _ => AnswerSign.None }, null, manyServices, rules ?? Rules, at ?? Noon));

    [Theory]
    [InlineData("xxxx", false)]
    [InlineData("xxxxx", true)]
    [InlineData("xxxx.xxxx", false)]
    [InlineData("xxxx-x", true)]
    [InlineData("----------", false)]
    [InlineData("xxxxx.", false)]
    public void Five_failures_in_a_row_close_the_door_and_a_success_opens_it(string answers, bool closed) =>
        Assert.Equal(closed ? DoorState.Closed : DoorState.Open, After(answers).At(Noon));

    [Fact]
    public void After_the_rest_one_probe_decides()
    {
        var closed = After("xxxxx");
        var end = Noon.AddSeconds(60);
        Assert.Equal(end, closed.Until);
        Assert.Equal(DoorState.Closed, closed.At(end.AddMilliseconds(-1)));
        Assert.Equal(DoorState.HalfOpen, closed.At(end));
        var again = After("x", closed, end);
        Assert.Equal((end.AddSeconds(60), 2), (again.Until, again.Rests));
        Assert.Equal(DoorState.Open, After(".", again, end.AddSeconds(60)).At(end.AddSeconds(60)));
    }

    [Fact]
    public void Failures_of_calls_that_were_on_their_way_do_not_lengthen_the_rest() =>
        Assert.Equal(After("xxxxx").Until, After("xxxxxxxx", After("xxxxx"), Noon.AddSeconds(30)).Until);

    [Fact]
    public void A_wait_that_the_vendor_asks_for_is_kept_to_the_millisecond_whatever_earlier_calls_answer()
    {
        var asked = default(QuarantineState).After(AnswerSign.Failing, TimeSpan.FromMilliseconds(37_001), manyServices: false, Rules, Noon);
        Assert.Equal(Noon.AddMilliseconds(37_001), asked.Until);
        Assert.Equal(asked.Until, After(".", asked, Noon.AddSeconds(1)).Until);
        Assert.Equal(DoorState.Open, After(".", asked, Noon.AddSeconds(38)).At(Noon.AddSeconds(38)));
    }

    [Fact]
    public void A_longer_wait_counts_and_a_shorter_one_does_not()
    {
        var asked = default(QuarantineState).After(AnswerSign.Failing, TimeSpan.FromSeconds(30), manyServices: false, Rules, Noon);
        Assert.Equal(Noon.AddSeconds(30), asked.After(AnswerSign.Failing, TimeSpan.FromSeconds(5), manyServices: false, Rules, Noon.AddSeconds(1)).Until);
        Assert.Equal(Noon.AddSeconds(61), asked.After(AnswerSign.Failing, TimeSpan.FromSeconds(60), manyServices: false, Rules, Noon.AddSeconds(1)).Until);
    }

    [Fact]
    public void Anybody_can_name_a_push_service_that_fails_so_one_that_works_keeps_the_door_open()
    {
        Assert.Equal(DoorState.Open, After("." + new string('x', 50), manyServices: true).At(Noon));
        Assert.Equal(DoorState.Closed, After("xxxxx", After(".", manyServices: true), Noon.AddSeconds(61), manyServices: true).At(Noon.AddSeconds(61)));
        Assert.Null(default(QuarantineState).After(AnswerSign.Failing, TimeSpan.FromHours(6), manyServices: true, Rules, Noon).Until);
    }

    [Fact]
    public void A_project_may_do_without_but_the_vendors_own_wait_is_kept()
    {
        var off = Rules with { Quarantines = false };
        Assert.Null(After(new string('x', 100), rules: off).Until);
        Assert.NotNull(default(QuarantineState).After(AnswerSign.Failing, TimeSpan.FromSeconds(5), manyServices: false, off, Noon).Until);
    }

    [Theory]
    [InlineData(OutcomeKind.Accepted, 200, null, nameof(AnswerSign.Alive))]
    [InlineData(OutcomeKind.TokenDead, 410, "Unregistered", nameof(AnswerSign.Alive))]
    [InlineData(OutcomeKind.TokenSlow, 429, "TooManyRequests", nameof(AnswerSign.Alive))]
    [InlineData(OutcomeKind.ContentBad, 413, "PayloadTooLarge", nameof(AnswerSign.Alive))]
    [InlineData(OutcomeKind.ContentBad, null, "token_unreadable", nameof(AnswerSign.None))]
    [InlineData(OutcomeKind.CredentialBad, 403, "InvalidProviderToken", nameof(AnswerSign.None))]
    [InlineData(OutcomeKind.Retry, 503, "ServiceUnavailable", nameof(AnswerSign.Failing))]
    [InlineData(OutcomeKind.Retry, null, "timeout", nameof(AnswerSign.Failing))]
    [InlineData(OutcomeKind.Retry, null, "internal_error", nameof(AnswerSign.None))]
    public void Only_the_vendors_own_trouble_counts_against_it(OutcomeKind kind, int? status, string? code, string sign) =>
        Assert.Equal(sign, AnswerSigns.Of(new ProviderOutcome(kind) { Status = status, Code = code }).ToString());

    [Theory]
    [InlineData(OutcomeKind.Retry, 429, 30, null, 30)]
    [InlineData(OutcomeKind.Retry, 503, 30, null, 30)]
    [InlineData(OutcomeKind.Retry, 429, null, 60, 60)]
    [InlineData(OutcomeKind.Retry, 503, null, 10, null)]
    [InlineData(OutcomeKind.Retry, 500, 30, null, null)]
    [InlineData(OutcomeKind.TokenSlow, 429, 30, null, null)]
    public void A_wait_for_all_is_told_from_a_wait_for_one(OutcomeKind kind, int status, int? after, int? floor, int? expected) =>
        Assert.Equal(expected, (int?)AnswerSigns.WaitAskedBy(new ProviderOutcome(kind)
        {
            Status = status, RetryAfter = after is { } a ? TimeSpan.FromSeconds(a) : null, RetryFloor = floor is { } f ? TimeSpan.FromSeconds(f) : null,
        })?.TotalSeconds);

    [Theory]
    [InlineData(-1, 1.0)]
    [InlineData(0, 0.1)]
    [InlineData(30, 0.55)]
    [InlineData(59.999, 0.99999)]
    [InlineData(60, 1.0)]
    public void The_rate_climbs_from_a_tenth_to_all_in_a_minute(double seconds, double share) =>
        Assert.Equal(share, OutageRamp.ShareAt(seconds < 0 ? null : Noon, TimeSpan.FromSeconds(60), Noon.AddSeconds(Math.Max(0, seconds))), 0.0001);
}
