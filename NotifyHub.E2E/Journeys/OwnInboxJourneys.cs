using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>An inbox and its clock: what sleeps wakes, what is to be done is said again; and reading it takes no mouse and little room.</summary>
public sealed class OwnInboxJourneys(JourneyBrowser browser, SharedHub hub, TwoPeopleHub two) : TwoPeopleJourney(browser, hub, two)
{
    [Fact]
    public async Task A_snoozed_item_leaves_the_badge_and_wakes_on_top_and_unread()
    {
        var (ada, page) = await SignedInAsync();
        var (grace, hers) = await SignedInAsync(look: Look.Phone);
        await Two.RaiseAsync($"{Mark} early", ada, grace);
        await Two.RaiseAsync($"{Mark} late", ada, grace);
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await page.OpenAsync("/inbox?tab=all", "Inbox");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{Mark} early" }).ClickAsync();
        await page.Card($"{Mark} early").GetByRole(AriaRole.Button, new() { Name = "1 hour" }).ClickAsync();
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        await Expect(Item(page)).ToHaveCountAsync(1);
        await Expect(Bell(hers)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");

        await page.MarkAsync();
        Two.Pass(TimeSpan.FromMinutes(61));
        await Two.RunAsync("inbox_wake");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await Expect(page.Locator("li.item").First).ToContainTextAsync($"{Mark} early");
        await Expect(page.Locator("li.item").First).ToHaveClassAsync(new Regex("unread"));
        await page.AssertNotReloadedAsync();
    }

    [Fact]
    public async Task A_task_that_the_sandbox_puts_is_said_now_and_again_at_its_next_tier_until_it_is_done()
    {
        var (ada, page) = await SignedInAsync();
        await page.OpenAsync("/sandbox", "Sandbox phones");
        await page.GetByRole(AriaRole.Button, new() { Name = "Task overdue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "put as sandbox-task.overdue and said" })).ToContainTextAsync("Next said");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        await page.LookAsync("sandbox-task", "Sandbox phones");

        // Whatever the hour, the next tier is one of the next day. Sessions end over so long a pause.
        Two.Pass(TimeSpan.FromHours(24));
        await Two.RunAsync("reminder");
        page = await AgainAsync(ada);
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await page.OpenAsync(await Two.PersonPathAsync(ada), "Member");
        await Expect(page.Card("Reminders")).ToContainTextAsync("said 2 times");
    }

    [Fact]
    public async Task An_inbox_is_read_by_keys_alone_on_a_phones_width()
    {
        var (ada, page) = await SignedInAsync(look: Look.Phone);
        foreach (var name in new[] { "one", "two", "three" })
        {
            await Two.RaiseAsync($"{Mark} {name}", ada);
        }
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 3 unread");
        var keys = page.Keyboard;
        await keys.TypeAsync("gi");
        await page.ShowsAsync("Inbox");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await TabToAsync(page, "All");
        await keys.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("tab=all"));

        await keys.PressAsync("j");
        await Expect(Row("three")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Card($"{Mark} three")).ToContainTextAsync("Why did I get this?");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await page.LookAsync("inbox-keys", "Inbox");
        await page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
        await keys.PressAsync("Escape");
        await Expect(page.Card($"{Mark} three")).ToHaveCountAsync(0);
        await Expect(Row("three")).ToBeFocusedAsync();

        await keys.PressAsync("j");
        await Expect(Row("two")).ToBeFocusedAsync();
        await keys.PressAsync("e");
        await Expect(Item(page)).ToHaveCountAsync(2);
        await Expect(Row("one")).ToBeFocusedAsync();
        await keys.PressAsync("u");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox");
        await TabToAsync(page, "Undo");
        await keys.PressAsync("Enter");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");

        ILocator Row(string name) => page.GetByRole(AriaRole.Link, new() { Name = $"{Mark} {name}" });
    }

    // From the top of the page until the focus is there.
    private static async Task TabToAsync(IPage page, string words)
    {
        await page.EvaluateAsync("document.querySelector('h1').focus()");
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string>("document.activeElement.textContent")).Trim() == words)
            {
                return;
            }
        }
        Assert.Fail($"No key leads to {words}.");
    }
}
