using Microsoft.Playwright;
using NotifyHub.E2E.Support;

namespace NotifyHub.E2E.Journeys;

/// <summary>The audit of pages bites: each planted fault is found, and a good page has none.</summary>
public sealed class PageAuditTests(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    private const string Good = """
        <!doctype html><html lang="en"><head><title>Good</title></head>
        <body><main><h1>One</h1><h2>Two</h2><label>Name <input></label><button>Go</button><a href="#a"><img alt="Home"></a><p style="color:#555">Grey enough</p></main></body></html>
        """;

    [Fact]
    public async Task A_good_page_passes()
    {
        await Page.SetContentAsync(Good);
        Assert.Equal([], await PageAudit.FaultsAsync(Page));
    }

    [Fact]
    public async Task Axe_finds_what_is_planted_and_nothing_on_a_good_page()
    {
        await Page.SetContentAsync(Good);
        Assert.Equal([], await PageAudit.AxeFaultsAsync(Page));
        await Page.SetContentAsync(Good.Replace("</main>", "<div role=\"listbox\"><b>not an option</b></div><select></select></main>", StringComparison.Ordinal));
        var faults = await PageAudit.AxeFaultsAsync(Page);
        Assert.Contains(faults, fault => fault.StartsWith("select-name (critical)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<h1>Again</h1>", "2 h1")]
    [InlineData("<h4>Deep</h4>", "level 2 is followed by 4")]
    [InlineData("<input placeholder=\"Mail\">", "No label")]
    [InlineData("<button><svg></svg></button>", "No name")]
    [InlineData("<a href=\"/x\"><span aria-hidden=\"true\">x</span></a>", "No name")]
    [InlineData("<img src=\"data:,\">", "No alt")]
    [InlineData("<i tabindex=\"3\">x</i>", "natural order")]
    [InlineData("<i id=\"a\">x</i><i id=\"a\">y</i>", "more than once")]
    [InlineData("<p style=\"color:#999;background:#fff\">Faint</p>", "2.85 for \"Faint\"")]
    [InlineData("<div style=\"width:3000px\">Wide</div>", "scrolls sideways")]
    public async Task A_planted_fault_is_found(string planted, string words)
    {
        await Page.SetContentAsync(Good.Replace("</main>", planted + "</main>", StringComparison.Ordinal));
        var fault = Assert.Single(await PageAudit.FaultsAsync(Page));
        Assert.Contains(words, fault, StringComparison.Ordinal);
    }
}
