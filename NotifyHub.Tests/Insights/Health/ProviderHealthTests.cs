using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;

namespace NotifyHub.Tests.Insights.Health;

public class ProviderHealthTests
{
    [Theory]
    [InlineData(19, 0, null)]
    [InlineData(20, 0, 100.0)]
    [InlineData(95, 5, 50.0)]
    [InlineData(90, 10, 0.0)]
    [InlineData(50, 50, 0.0)]
    public void The_margin_says_how_far_the_threshold_is_and_nothing_under_twenty_answers(int sent, int invalid, double? margin)
    {
        var health = new ProviderHealth { Provider = ProviderKind.Apns, Credential = CredentialHealth.Active, Sent = sent, Invalid = invalid };
        Assert.Equal(margin, health.SafetyMarginPct is { } pct ? Math.Round(pct, 6) : null);
    }

    [Fact]
    public void Without_answers_there_is_no_rate() =>
        Assert.Null(new ProviderHealth { Provider = ProviderKind.Apns, Credential = CredentialHealth.None }.InvalidRate);
}
