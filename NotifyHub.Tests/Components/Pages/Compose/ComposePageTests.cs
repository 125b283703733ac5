using System.Text.Json;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Compose;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Compose;

public sealed class ComposePageTests : PageTest
{
    private IRenderedComponent<ComposePage> Written(string audience = "Everyone")
    {
        var page = Render<ComposePage>();
        page.Find("#compose-audience").Change(audience);
        page.Find("#compose-title").Input("Half price");
        page.Find("#compose-body").Input("Only today.");
        return page;
    }

    private static AngleSharp.Dom.IElement Send(IRenderedComponent<ComposePage> page) => page.FindAll("button").Single(b => b.TextContent.Trim() is "Send" or "Schedule" && b.ClassList.Contains("btn-primary"));

    private async Task<List<Notification>> SentAsync()
    {
        await using var db = Store.Contexts.Open(ProjectScope.EveryProject);
        return await db.Notifications.AsNoTracking().ToListAsync();
    }

    [Fact]
    public async Task What_is_written_is_counted_said_in_one_sentence_and_sent_once()
    {
        await Rows.DeviceAsync();
        await Rows.DeviceAsync(ProviderKind.Fcm);
        await Rows.DeviceAsync(project: SendRows.OtherProject);
        var page = Written();
        // No vendor has an account here.
        page.WaitForAssertion(() => Assert.Equal("“Half price” goes to 2 devices of the whole project, now; 2 of them would get nothing now.", page.Find(".sentence").TextContent));
        Assert.Contains("Only today.", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Send(page).Click();
        page.WaitForAssertion(() => Assert.Contains("Accepted", page.Find("#sent-title").TextContent, StringComparison.Ordinal));
        var sent = Assert.Single(await SentAsync());
        Assert.Equal(Clock.GetUtcNow() + ComposeState.UndoWindow, sent.SendAt);
        // A reload does not offer it once more.
        Assert.Single(JSInterop.Invocations["localStorage.removeItem"]);
    }

    [Fact]
    public async Task Within_the_window_it_is_taken_back_whole()
    {
        await Rows.DeviceAsync();
        var page = Written();
        page.WaitForAssertion(() => Assert.False(Send(page).HasAttribute("disabled")));
        Send(page).Click();
        page.WaitForElement("#sent-title");
        page.FindAll("button").Single(b => b.TextContent.Contains("Undo", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Equal("Taken back", page.Find("#sent-title").TextContent));
        Assert.NotNull(Assert.Single(await SentAsync()).CancelledAt);
        page.FindAll("button").Single(b => b.TextContent.Contains("Back to the draft", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Equal("Half price", page.Find("#compose-title").GetAttribute("value")));
    }

    [Fact]
    public async Task An_audience_that_changed_since_it_was_shown_is_shown_again_and_gets_nothing()
    {
        await Rows.DeviceAsync();
        var page = Written();
        page.WaitForAssertion(() => Assert.False(Send(page).HasAttribute("disabled")));
        await Rows.DeviceAsync();
        Send(page).Click();
        page.WaitForAssertion(() => Assert.Contains("1 before, 2 now", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(await SentAsync());
        Send(page).Click();
        page.WaitForElement("#sent-title");
        Assert.Single(await SentAsync());
    }

    [Fact]
    public async Task A_count_that_is_old_is_taken_again_first()
    {
        await Rows.DeviceAsync();
        var page = Written();
        page.WaitForAssertion(() => Assert.False(Send(page).HasAttribute("disabled")));
        Clock.Advance(ComposeState.Fresh + TimeSpan.FromSeconds(1));
        page.Render();
        page.WaitForAssertion(() => Assert.True(Send(page).HasAttribute("disabled")));
        page.FindAll("button").Single(b => b.TextContent.Contains("Count again", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.False(Send(page).HasAttribute("disabled")));
    }

    [Fact]
    public async Task A_hundred_devices_want_their_number_typed()
    {
        for (var i = 0; i < 100; i++)
        {
            await Rows.DeviceAsync();
        }
        var page = Written();
        page.WaitForElement("#typed");
        Assert.True(Send(page).HasAttribute("disabled"));
        page.Find("#typed").Input("100");
        page.WaitForAssertion(() => Assert.False(Send(page).HasAttribute("disabled")));
    }

    [Fact]
    public async Task Nothing_goes_to_nobody_and_what_is_wrong_stands_at_its_field()
    {
        await Rows.DeviceAsync();
        var page = Written("Person");
        page.Find("#compose-person").Change("nobody-of-this-name");
        page.WaitForAssertion(() => Assert.Equal("0", page.Find(".figure").TextContent.Trim()));
        Assert.True(Send(page).HasAttribute("disabled"));
        page.Find("#compose-audience").Change("Segment");
        page.Find("#compose-audience").Change("Everyone");
        page.Find("#compose-ttl").Change("soon");
        page.WaitForAssertion(() => Assert.Contains("whole number of seconds", page.Find("#compose-ttl").ParentElement!.TextContent, StringComparison.Ordinal));
        page.Find("#compose-ttl").Change("3600");
        page.Find("#compose-path").Change("orders");
        page.WaitForAssertion(() => Assert.NotNull(page.Find("#compose-path").ParentElement!.QuerySelector(".field-error")));
        Assert.True(Send(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_time_is_read_in_the_writers_zone_or_on_each_recipients_clock()
    {
        await Rows.DeviceAsync();
        var page = Written();
        page.FindAll("input[name=compose-when]")[1].Change(true);
        page.WaitForAssertion(() => Assert.Contains("Say when it goes out.", page.Markup, StringComparison.Ordinal));
        var at = Clock.GetUtcNow().UtcDateTime.Date.AddDays(2).AddHours(9);
        page.Find("#compose-at").Change(at.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        page.WaitForAssertion(() => Assert.False(Send(page).HasAttribute("disabled")));
        Send(page).Click();
        page.WaitForElement("#sent-title");
        Assert.Equal(new DateTimeOffset(at, TimeSpan.Zero), Assert.Single(await SentAsync()).SendAt);
    }

    [Fact]
    public async Task What_the_browser_kept_is_there_again_and_what_it_can_not_read_is_not()
    {
        await Rows.DeviceAsync();
        JSInterop.Setup<string?>("localStorage.getItem", _ => true).SetResult(JsonSerializer.Serialize(new ComposeDraft { Audience = ComposeAudience.Everyone, Title = "Kept" }));
        var page = Render<ComposePage>();
        page.WaitForAssertion(() => Assert.Equal("Kept", page.Find("#compose-title").GetAttribute("value")));
        page.WaitForElement(".sentence");
        page.FindAll("button").Single(b => b.TextContent.Contains("Start over", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Equal("", page.Find("#compose-title").GetAttribute("value") ?? ""));
        Assert.Contains(JSInterop.Invocations["localStorage.setItem"], call => !((string)call.Arguments[1]!).Contains("Kept", StringComparison.Ordinal));

        JSInterop.Setup<string?>("localStorage.getItem", _ => true).SetResult("{\"Audience\":\"nonsense\"");
        Assert.NotNull(Render<ComposePage>().Find("#compose-title"));
    }

    [Fact]
    public async Task A_viewer_may_look_and_not_send()
    {
        await Rows.DeviceAsync();
        Member.Role = ProjectRole.Viewer;
        var page = Written();
        page.WaitForElement(".sentence");
        Assert.True(Send(page).HasAttribute("disabled"));
        Assert.Contains("An operator, admin or owner may send.", page.Markup, StringComparison.Ordinal);
    }
}
