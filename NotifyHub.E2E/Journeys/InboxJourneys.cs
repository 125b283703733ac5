using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>The member's own inbox: badges that move by themselves, one tab that follows the other, snooze, undo, and the keyboard alone.</summary>
public sealed class InboxJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_badge_moves_in_every_tab_and_what_is_read_in_one_is_read_in_the_other()
    {
        var title = $"Export {Guid.NewGuid():n}"[..18];
        var other = await VisitAsync(Look.Desk);
        await Page.OpenAsync("/sends", "Sends");
        await Page.MarkAsync();
        await other.OpenAsync("/inbox", "Inbox");
        await RaiseAsync(title);
        await Expect(Bell(Page)).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("unread"));
        await Expect(Item(other, title)).ToBeVisibleAsync();
        await Page.AssertNotReloadedAsync();

        await Page.OpenAsync("/inbox?tab=all", "Inbox");
        await Expect(Item(Page, title)).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("unread"));
        await other.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await Expect(other.Card(title)).ToContainTextAsync("Why did I get this?");
        await Expect(Item(Page, title)).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("unread"));
        await other.LookAsync("inbox-item", "Inbox");
    }

    [Fact]
    public async Task Items_are_archived_by_keyboard_and_brought_back_by_undo_and_a_snoozed_one_waits()
    {
        var (first, second) = ($"First {Guid.NewGuid():n}"[..16], $"Second {Guid.NewGuid():n}"[..16]);
        await RaiseAsync(first);
        await RaiseAsync(second);
        await Page.OpenAsync("/inbox?tab=all", "Inbox");
        await Page.GetByRole(AriaRole.Link, new() { Name = second }).FocusAsync();
        await Page.Keyboard.PressAsync("e");
        await Expect(Item(Page, second)).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Item(Page, second)).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = second }).FocusAsync();
        await Page.Keyboard.PressAsync("j");
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = first })).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("#");
        await Expect(Item(Page, first)).ToHaveCountAsync(0);

        await Page.GetByRole(AriaRole.Link, new() { Name = second }).ClickAsync();
        await Page.Card(second).GetByRole(AriaRole.Button, new() { Name = "1 hour" }).ClickAsync();
        await Expect(Item(Page, second)).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the inbox" }).GetByRole(AriaRole.Link, new() { Name = "Snoozed" }).ClickAsync();
        await Expect(Item(Page, second)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_is_searched_narrowed_and_changed_by_the_dozen()
    {
        var mark = Guid.NewGuid().ToString("n")[..8];
        foreach (var name in new[] { "one", "two", "three" })
        {
            await RaiseAsync($"{name} {mark}");
        }
        await Page.OpenAsync($"/inbox?tab=all&q={mark}", "Inbox");
        await Expect(Page.Locator("li.item")).ToHaveCountAsync(3);
        await Page.LookAsync("inbox", "Inbox");
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Choose one {mark}" }).CheckAsync();
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Choose two {mark}" }).CheckAsync();
        await Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Expect(Page.Locator("li.item")).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the inbox" }).GetByRole(AriaRole.Link, new() { Name = "Archived" }).ClickAsync();
        await Expect(Page.Locator("li.item")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Ten_thousand_items_are_scrolled_through_with_a_page_that_holds_a_screenful()
    {
        // The list goes ten thousand deep; what other journeys archived lies before it.
        const int items = 10_000, deep = items - 100;
        var mark = Guid.NewGuid().ToString("n")[..8];
        await RaiseAsync(mark);
        await Page.OpenAsync("/inbox?tab=all", "Inbox");
        await Expect(Item(Page, mark)).ToBeVisibleAsync();
        await Hub.MultiplyInboxItemAsync(mark, items);
        await Page.OpenAsync("/inbox?tab=archived", "Inbox");
        var list = Page.GetByRole(AriaRole.List, new() { Name = "Items" });
        await Expect(Link(1)).ToBeInViewportAsync();
        // Each time the end comes into sight, more of the list is read: it grows, until there is no more. As a hand on a wheel does, a stretch back and on again each time.
        const string last = "Math.max(0, ...[...document.querySelectorAll('li.item a.title')].map(a => Number(a.textContent.split(' ')[1]) || 0))";
        await Page.WaitForFunctionAsync($"deep => {{ const list = document.querySelector('ul.items'); list.scrollTop = list.scrollHeight - (list.scrollTop + list.clientHeight >= list.scrollHeight - 2 ? 900 : 0); return {last} >= deep; }}", deep, new() { PollingInterval = 100, Timeout = 240_000 });
        var reached = await Page.EvaluateAsync<int>(last);
        Assert.InRange(await Page.Locator("li.item").CountAsync(), 1, 100);

        // And the keyboard goes on from there.
        await Link(reached).FocusAsync();
        await Page.Keyboard.PressAsync("k");
        await Expect(Link(reached - 1)).ToBeFocusedAsync();
        await list.EvaluateAsync("list => list.scrollTop = 0");
        await Expect(Link(1)).ToBeInViewportAsync();

        ILocator Link(int number) => Page.GetByRole(AriaRole.Link, new() { Name = $"{mark} {number}", Exact = true });
    }

    private static ILocator Bell(IPage page) => page.GetByRole(AriaRole.Banner).Locator("a[href='/inbox']");

    private static ILocator Item(IPage page, string title) => page.Locator("li.item").Filter(new() { HasText = title });

    private Task RaiseAsync(string title) => Hub.CallAsync(HttpMethod.Post, "/v1/notifications", new { type = "feedback.new", to = new { team = true }, content = new { title, body = "The export of June is ready: 12,480 rows in three files.", link = "/sends" } });
}
