using NotifyHub.Data;
using NotifyHub.Pipeline.Delivery.Health;
using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Tests.Pipeline.Delivery.Health;

public class HealthVerdictTests
{
    private static readonly GuardRules Rules = GuardRules.From(null, LimitRate.Unlimited);

    [Theory]
    [InlineData(20, 2, true)]
    [InlineData(20, 1, false)]
    [InlineData(19, 19, false)]
    [InlineData(1000, 99, false)]
    [InlineData(1000, 100, true)]
    public void A_tenth_of_at_least_twenty_warns_and_halves_the_rate(int total, int invalid, bool low)
    {
        var verdict = HealthVerdict.Of(total, invalid, Rules);
        Assert.Equal((low, low), (verdict.Low, verdict.Throttled));
        Assert.False(HealthVerdict.Of(total, invalid, Rules with { Throttles = false }).Throttled);
    }

    [Theory]
    [InlineData(19, 19, 0.0, false)]
    [InlineData(20, 2, 0.0, false)]
    [InlineData(20, 3, 0.0, true)]
    [InlineData(20, 3, 0.02, true)]
    [InlineData(20, 3, 0.03, false)]
    [InlineData(100, 30, 0.06, false)]
    [InlineData(100, 31, 0.06, true)]
    [InlineData(100, 100, 0.25, true)]
    [InlineData(100, 50, 0.25, false)]
    public void The_breaker_opens_on_a_jump_over_what_is_usual(int total, int invalid, double usual, bool open) =>
        Assert.Equal(open, HealthVerdict.IsDoubtful(total, invalid, usual, wasDoubted: false, Rules));

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(20, 2, false)]
    [InlineData(20, 3, true)]
    public void It_stays_open_until_the_window_looks_well_or_is_empty(int total, int invalid, bool open) =>
        Assert.Equal(open, HealthVerdict.IsDoubtful(total, invalid, 0, wasDoubted: true, Rules));

    [Fact]
    public void A_project_may_do_without_the_breaker() =>
        Assert.False(HealthVerdict.IsDoubtful(1000, 1000, 0, wasDoubted: true, Rules with { Breaks = false }));

    [Theory]
    [InlineData(19, 0, null)]
    [InlineData(20, 0, 100.0)]
    [InlineData(100, 5, 50.0)]
    [InlineData(100, 10, 0.0)]
    [InlineData(100, 80, 0.0)]
    public void The_margin_is_the_distance_to_a_tenth(int total, int invalid, double? margin) =>
        Assert.Equal(margin, HealthWindow.SafetyMarginPct(total, invalid) is { } pct ? Math.Round(pct, 6) : null);

    [Fact]
    public void The_usual_share_forgets_and_an_outage_teaches_it_little()
    {
        var start = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var usual = new UsualShare().After(99, 50, start);
        Assert.Equal(0, usual.Value);
        usual = new UsualShare().After(10_000, 100, start);
        Assert.Equal(0.01, usual.Value, 6);
        Assert.Equal(0.019, usual.After(1_000, 1_000, start).Value, 0.001);
        Assert.Equal(5000, usual.After(0, 0, start.AddDays(3)).Answers, 6);
    }

    [Theory]
    [InlineData(0.5, 30)]
    [InlineData(0.99, 99)]
    public void Percentiles_lie_within_the_step_that_holds_them(double share, int around)
    {
        var counts = new long[LatencySteps.Count];
        for (var ms = 1; ms <= 100; ms++)
        {
            counts[LatencySteps.StepOf(TimeSpan.FromMilliseconds(share > 0.9 ? ms : ms * 0.6))]++;
        }
        Assert.InRange(LatencySteps.Percentile(counts, share)!.Value, around * 0.85, around * 1.15);
        Assert.Null(LatencySteps.Percentile(new long[LatencySteps.Count], share));
    }

    [Theory]
    [InlineData(OutcomeKind.Accepted, 200, null, "Sent")]
    [InlineData(OutcomeKind.TokenDead, 410, "Unregistered", "Invalid")]
    [InlineData(OutcomeKind.EnvironmentMismatch, 400, "BadDeviceToken", "Invalid")]
    [InlineData(OutcomeKind.TokenSlow, 429, "TooManyRequests", "RateLimited")]
    [InlineData(OutcomeKind.Retry, 429, "QUOTA_EXCEEDED", "RateLimited")]
    [InlineData(OutcomeKind.Retry, null, "timeout", "Timeout")]
    [InlineData(OutcomeKind.Retry, 503, "ServiceUnavailable", "Other")]
    [InlineData(OutcomeKind.ContentBad, 413, "PayloadTooLarge", "Other")]
    public void Each_answer_is_counted_in_one_class(OutcomeKind kind, int? status, string? code, string expected) =>
        Assert.Equal(expected, AnswerClasses.Of(new ProviderOutcome(kind) { Status = status, Code = code }).ToString());
}
