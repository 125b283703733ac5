using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Without a mouse.</summary>
public sealed class KeyboardJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task From_signing_in_to_the_detail_of_a_send_by_keys_alone()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var title = $"By keys, {phone.Name}";
        await Hub.SendAsync(phone, title);
        var page = await VisitAsync(session: null);
        var keys = page.Keyboard;

        await page.GotoAsync("/sign-in");
        await Expect(page.GetByLabel("E-mail")).ToBeFocusedAsync();
        await keys.TypeAsync(Hub.OwnerEmail);
        await keys.PressAsync("Tab");
        await keys.TypeAsync(Hub.OwnerPassword);
        await keys.PressAsync("Enter");
        await page.ShowsAsync("Overview");

        await keys.TypeAsync("gs");
        await page.ShowsAsync("Sends");
        // Going to a page moves the focus to its heading; a key before that would have its focus taken away again.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await keys.PressAsync("/");
        await Expect(page.GetByLabel("Search title, text or id")).ToBeFocusedAsync();
        await keys.TypeAsync(title);
        await keys.PressAsync("Enter");
        await Expect(page.Row(title)).ToHaveCountAsync(1);
        await page.GetByLabel("Search title, text or id").BlurAsync();
        await keys.PressAsync("j");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = title })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await page.ShowsAsync(title);
        await Expect(page).ToHaveURLAsync(new Regex("/sends/dlv_"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_skip_link_shows_itself_when_it_has_the_focus_and_leads_to_the_content()
    {
        await Page.OpenAsync("/sends", "Sends");
        var skip = Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
        await Expect(skip).Not.ToBeInViewportAsync();
        await skip.FocusAsync();
        await Expect(skip).ToBeInViewportAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_question_mark_shows_the_shortcuts_and_Escape_closes_them()
    {
        await Page.OpenAsync("/", "Overview");
        await Page.Keyboard.PressAsync("?");
        var help = Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(help).ToBeVisibleAsync();
        await Expect(help).ToContainTextAsync("Go to Sends");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
    }
}
