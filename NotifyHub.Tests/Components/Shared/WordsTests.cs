using NotifyHub.Components.Pages.Sends;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Tests.Components.Shared;

public sealed class WordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_state_has_label_meaning_tone_and_icon()
    {
        foreach (var status in Enum.GetValues<DeliveryStatus>())
        {
            Assert.NotEmpty(DeliveryWords.Label(status));
            Assert.NotEmpty(DeliveryWords.Meaning(status));
            Assert.NotEmpty(DeliveryWords.Waits(status));
            Assert.NotEmpty(DeliveryWords.Icon(status));
            Assert.StartsWith("tone-", DeliveryWords.Tone(status).Css(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_reason_has_words_of_its_own()
    {
        var words = Enum.GetValues<DeliveryReason>().Where(reason => reason != DeliveryReason.None).Select(DeliveryWords.Reason).ToList();

        Assert.DoesNotContain("", words);
        Assert.Equal(words.Count, words.Distinct().Count());
    }

    [Fact]
    public void Every_outcome_has_words() =>
        Assert.All(Enum.GetNames<OutcomeKind>(), name => Assert.NotEqual(name == nameof(OutcomeKind.Accepted) ? "" : name, AttemptWords.Outcome(name)));

    [Theory]
    [InlineData(null, true, "Expo is asked for its receipt")]
    [InlineData(null, false, "No receipt from Expo within a day")]
    [InlineData(nameof(OutcomeKind.Accepted), false, "Expo's receipt: Apple or Google took it")]
    [InlineData(nameof(OutcomeKind.TokenDead), false, "Expo's receipt: token is gone")]
    [InlineData(nameof(OutcomeKind.CredentialBad), false, "Expo's receipt: credential refused")]
    public void A_receipt_is_told_in_words(string? outcome, bool ahead, string words)
    {
        var step = new TimelineStep(StepKind.Receipt, Now) { Ahead = ahead, Attempt = outcome is null ? null : new Attempt { Outcome = outcome, IsReceipt = true } };
        Assert.Equal(words, TimelineWords.Title(step, ProviderKind.Expo));
        Assert.StartsWith("tone-", TimelineWords.Tone(step).Css(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3, "now")]
    [InlineData(-12, "12 s ago")]
    [InlineData(-180, "3 min ago")]
    [InlineData(-7300, "2 h ago")]
    [InlineData(-200000, "2 d ago")]
    [InlineData(7300, "in 2 h")]
    public void Times_are_told_from_now(int seconds, string words) => Assert.Equal(words, TimeWords.Ago(Now.AddSeconds(seconds), Now));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.84, "840 ms")]
    [InlineData(1.24, "1.2 s")]
    [InlineData(42.9, "42 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7800, "2 h 10 min")]
    [InlineData(356400, "4 d 3 h")]
    public void Durations_are_told_in_two_units_at_most(double seconds, string words) => Assert.Equal(words, TimeWords.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_time_is_shown_on_the_viewer_s_clock()
    {
        var berlin = ViewerZone.Find(null, "Not/AZone", "Europe/Berlin");

        Assert.Equal("14:00:00", TimeWords.Short(Now, Now, berlin));
        Assert.Equal("31 May, 14:00", TimeWords.Short(Now.AddDays(-1), Now, berlin));
        Assert.Equal("1 Jun 2026, 14:00:00 UTC+2", TimeWords.Full(Now, berlin));
        Assert.Equal("1 Jun 2026, 12:00:00 UTC", TimeWords.Full(Now, ViewerZone.Find(null, "")));
    }

    [Fact]
    public void A_wall_clock_time_of_the_viewer_is_a_moment() =>
        Assert.Equal(Now, ViewerZone.Find("Europe/Berlin").Moment(new DateTime(2026, 6, 1, 14, 0, 0)));
}
