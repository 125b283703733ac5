using Bunit;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Insights.Impact;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class ImpactCardTests : BunitContext
{
    [Fact]
    public void What_is_not_known_is_said_to_be_so()
    {
        var card = Render<ImpactCard>(p => p.Add(c => c.Impact, new DownstreamImpact()));
        Assert.Equal(4, card.FindAll("dd").Count(figure => figure.TextContent == "n/a"));
        Assert.Contains("it has reached no device", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_chart_and_conversions_are_shown_in_words_too()
    {
        var impact = DownstreamImpact.Of([("order_placed", 0, 2, 0), ("crash", 3, 1, 1)]) with { Sessions = 2, ToFirst = TimeSpan.FromSeconds(12.4) };
        var card = Render<ImpactCard>(p => p.Add(c => c.Impact, impact));
        Assert.Equal(["3", "1", "2", "12.4 s"], card.FindAll(".figures dd").Select(figure => figure.TextContent));
        Assert.Equal("Events by hour. Hour 1: 2 events. Hour 4: 1 event, 1 of them an error.", card.Find("svg").GetAttribute("aria-label"));
        Assert.Equal(["order_placed"], card.FindAll(".facts dt").Select(name => name.TextContent));
    }

    [Fact]
    public void No_event_teaches_how_to_report_one() =>
        Assert.Contains("/v1/events", Render<ImpactCard>(p => p.Add(c => c.Impact, DownstreamImpact.Of([]))).Markup, StringComparison.Ordinal);
}
