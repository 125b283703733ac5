using Bunit;
using NotifyHub.Components.Pages.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;

namespace NotifyHub.Tests.Components.Pages.Preferences;

public sealed class DigestOutlookTests : PageTest
{
    [Fact]
    public void It_shows_when_the_next_is_and_its_words()
    {
        var text = Open(new DigestPreview(DigestCadence.Daily, false, Clock.GetUtcNow().AddDays(1), TimeZoneInfo.Utc, 2, "2 unread notifications", "- One\n- <b>Two</b>")).Markup;
        Assert.Contains("Your next:", text, StringComparison.Ordinal);
        Assert.Contains("<time", text, StringComparison.Ordinal);
        Assert.Contains("2 unread notifications", text, StringComparison.Ordinal);
        Assert.Contains("- One\n- &lt;b&gt;Two", text, StringComparison.Ordinal);
    }

    [Fact]
    public void With_nothing_new_it_says_that_none_is_sent() =>
        Assert.Contains("an empty one is not sent", Open(new DigestPreview(DigestCadence.Hourly, true, Clock.GetUtcNow().AddHours(1), TimeZoneInfo.Utc, 0, "0 unread notifications", "")).Markup, StringComparison.Ordinal);

    [Fact]
    public void Who_wants_none_is_told_where_things_stay() =>
        Assert.Contains("You get none", Open(new DigestPreview(DigestCadence.None, true, null, TimeZoneInfo.Utc, 0, "", "")).Markup, StringComparison.Ordinal);

    private IRenderedComponent<DigestOutlook> Open(DigestPreview preview) => Render<DigestOutlook>(p => p.Add(outlook => outlook.Preview, preview));
}
