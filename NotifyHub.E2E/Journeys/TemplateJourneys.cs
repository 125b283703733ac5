using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A template is written, tried and published; its mail's preview can do nothing.</summary>
public sealed class TemplateJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_template_is_written_with_its_preview_beside_it_and_published()
    {
        var key = $"journey-{Guid.NewGuid().ToString("N")[..8]}";
        await Page.OpenAsync("/templates/new", "New template");
        await Page.Locator("#tpl-name").FillAsync("Order shipped");
        await Page.Locator("#tpl-key").FillAsync(key);
        await Page.Locator("#push-title").FillAsync("Dear {{nobody}}");
        await Expect(Page.GetByText("there is no variable nobody")).ToBeVisibleAsync();
        await Page.Locator("#push-title").FillAsync("Dear {{name}}");
        await Expect(Page.Locator(".notice strong")).ToHaveTextAsync("Dear Ann");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create template" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Order shipped", Level = 1 })).ToBeVisibleAsync();
        await Page.Locator("#tpl-locale").FillAsync("de");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add language" }).ClickAsync();
        await Page.Locator("#push-title").FillAsync("Liebe {{name}}");
        await Expect(Page.Locator(".notice strong")).ToHaveTextAsync("Liebe Ann");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save and publish" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Version 2" })).ToBeVisibleAsync();
        // A toast that fades is below its contrast for a moment.
        await Expect(Page.Locator(".rz-notification-item")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Page.LookAsync("template", "Order shipped");
    }

    [Fact]
    public async Task What_a_mail_holds_runs_nothing_sends_nothing_and_leads_nowhere()
    {
        // What the frame refuses, the browser says on its console.
        foreach (var refusal in new[] { "sandboxed", "Content Security Policy", "about:srcdoc" })
        {
            Faults.Expect(refusal);
        }
        await Page.OpenAsync("/templates/new", "New template");
        await Page.Locator("#mail-subject").FillAsync("Hello");
        await Page.Locator("#mail-html").FillAsync(
            "<p id=here>Words of the mail</p><script>parent.document.title='broken';fetch('/v1/templates')</script><img src=x onerror=\"parent.postMessage('ran','*')\">"
            + "<form action='/sign-out' method=post><button id=go>go</button></form><a id=top target=_top href='/sends'>top</a>");
        await Page.GetByRole(AriaRole.Tab, new() { Name = "E-mail" }).ClickAsync();
        var requests = new List<string>();
        Page.Request += (_, request) => requests.Add(request.Url);
        var mail = Page.FrameLocator("iframe[title='The mail as HTML']");
        await Expect(mail.Locator("#here")).ToHaveTextAsync("Words of the mail");
        var address = Page.Url;
        await mail.Locator("#go").ClickAsync();
        await mail.Locator("#top").ClickAsync();
        await Page.Locator("#mail-subject").FillAsync("Still here");
        await Expect(Page.Locator(".subject")).ToHaveTextAsync("Still here");
        Assert.Equal(address, Page.Url);
        Assert.Equal("New template · NotifyHub", await Page.TitleAsync());
        Assert.DoesNotContain(requests, r => r.Contains("/v1/", StringComparison.Ordinal) || r.Contains("sign-out", StringComparison.Ordinal) || r.EndsWith("/sends", StringComparison.Ordinal));
    }
}
