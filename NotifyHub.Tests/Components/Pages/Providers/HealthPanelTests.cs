using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Providers;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;
using NotifyHub.Pipeline.Delivery.Protection;

namespace NotifyHub.Tests.Components.Pages.Providers;

public sealed class HealthPanelTests : IDisposable
{
    private readonly BunitContext _context = new();

    public HealthPanelTests() => _context.Services.AddSingleton(TimeProvider.System);

    public void Dispose() => _context.Dispose();

    private IRenderedComponent<HealthPanel> Show(ProviderHealth health, List<string>? deeds = null, bool mayChange = true) => _context.Render<HealthPanel>(p => p
        .Add(c => c.Health, health).Add(c => c.MayChange, mayChange).Add(c => c.Limits, new LimitFill(new BucketFill(71.5, 100, 50, 50), null))
        .Add(c => c.Act, deed => { deeds?.Add(deed); return Task.CompletedTask; }));

    private static ProviderHealth Of(int sent, int invalid) => new() { Provider = ProviderKind.Apns, Credential = CredentialHealth.Active, Sent = sent, Invalid = invalid };

    [Fact]
    public void With_too_few_answers_the_gauge_is_grey_and_says_so()
    {
        var panel = Show(Of(19, 0));
        Assert.Contains("Too few answers", panel.Markup);
        Assert.Empty(panel.FindAll(".gauge-fill"));
    }

    [Theory]
    [InlineData(98, 2, "80 %", "tone-ok")]
    [InlineData(95, 5, "50 %", "tone-warn")]
    [InlineData(80, 20, "0 %", "tone-bad")]
    public void The_gauge_shows_the_distance(int sent, int invalid, string margin, string tone)
    {
        var panel = Show(Of(sent, invalid));
        Assert.Contains($"{margin} away from the blacklist", panel.Markup);
        Assert.Contains(tone, panel.Find(".gauge").ClassName);
        Assert.Contains("71 of 100 may go at once, then 50 a second", panel.Markup);
    }

    [Fact]
    public void Tokens_that_are_set_aside_come_back_by_one_button()
    {
        var deeds = new List<string>();
        var panel = Show(Of(0, 100) with { SetAside = 42, BreakerOpenedAt = DateTimeOffset.UnixEpoch, BreakerReason = "APNs called 100 of 100 tokens invalid." }, deeds);
        panel.FindAll("button").Single(b => b.TextContent == "Restore 42 devices").Click();
        Assert.Equal(["restore"], deeds);
        panel.FindAll("button").Single(b => b.TextContent == "Retire them…").Click();
        Assert.Contains("can't be undone", panel.Markup);
        panel.FindAll("button").Single(b => b.TextContent == "Keep").Click();
        Assert.Equal(["restore"], deeds);
        panel.FindAll("button").Single(b => b.TextContent == "Retire them…").Click();
        panel.FindAll("button").Single(b => b.TextContent == "Retire 42 devices").Click();
        Assert.Equal(["restore", "retire"], deeds);
    }

    [Fact]
    public void A_rest_says_until_when_on_the_clock_and_a_climbing_rate_says_why_it_is_low()
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(10);
        Assert.Matches(@"Resting after failures in a row</span> until <time[^>]*>(\d+ \w+, )?\d\d:\d\d(:\d\d)?</time>", Show(Of(19, 0) with { QuarantinedUntil = until }).Markup);
        var climbing = _context.Render<HealthPanel>(p => p.Add(c => c.Health, Of(19, 0)).Add(c => c.Limits, new LimitFill(new BucketFill(10, 100, 5, 50), null)).Add(c => c.Act, _ => Task.CompletedTask));
        Assert.Contains("then 5 a second, climbing back after a rest", climbing.Markup);
    }

    [Fact]
    public void Who_may_only_look_gets_no_buttons() =>
        Assert.Empty(Show(Of(0, 100) with { SetAside = 42, BreakerOpenedAt = DateTimeOffset.UnixEpoch }, mayChange: false).FindAll("button"));
}
