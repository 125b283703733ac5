using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using NotifyHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Two people in two browsers, told the same things: each one's badge, tabs, choices, quiet hours, digest and snoozes are their own.</summary>
public sealed class TwoPeopleJourneys(JourneyBrowser browser, SharedHub hub, TwoPeopleHub two) : Journey(browser, hub), IClassFixture<TwoPeopleHub>
{
    private readonly List<TestMember> _members = [];

    // A title that no other journey says.
    private readonly string _mark = Guid.NewGuid().ToString("n")[..8];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task Both_badges_move_and_what_one_reads_is_read_in_their_other_tab_and_not_for_the_other_person()
    {
        var (ada, here) = await SignedInAsync();
        var (grace, hers) = await SignedInAsync();
        var there = await here.Context.NewPageAsync();
        await there.OpenAsync("/inbox?tab=all", "Inbox");
        foreach (var page in new[] { here, there, hers })
        {
            await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox");
            await page.MarkAsync();
        }

        await two.RaiseAsync(_mark, ada, grace);
        foreach (var page in new[] { here, there, hers })
        {
            await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        }
        await Expect(Item(there)).ToHaveClassAsync(new Regex("unread"));

        await Bell(here).ClickAsync();
        await here.GetByRole(AriaRole.Link, new() { Name = _mark }).ClickAsync();
        await Expect(here.Card(_mark)).ToContainTextAsync("Why did I get this?");
        await Expect(Item(there)).Not.ToHaveClassAsync(new Regex("unread"));
        await Expect(Bell(there)).ToHaveAttributeAsync("aria-label", "Inbox");
        await Expect(Bell(hers)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        foreach (var page in new[] { here, there, hers })
        {
            await page.AssertNotReloadedAsync();
        }
    }

    [Fact]
    public async Task What_one_turns_off_does_not_come_to_them_over_that_channel_and_the_page_says_why()
    {
        var (ada, page) = await SignedInAsync();
        var (grace, _) = await SignedInAsync();
        var outbox = await page.Context.NewPageAsync();
        await outbox.OpenAsync("/outbox", "Mail outbox");
        await two.RaiseAsync($"{_mark} one", ada, grace);
        await Expect(Mail(outbox, ada, $"{_mark} one")).ToBeVisibleAsync();

        await page.OpenAsync("/profile/notifications", "Notifications");
        await Cell(page).UncheckAsync();
        await Expect(Cell(page)).ToHaveAttributeAsync("aria-label", new Regex("your choice$"));
        await two.RaiseAsync($"{_mark} two", ada, grace);
        await Expect(Mail(outbox, grace, $"{_mark} two")).ToBeVisibleAsync();
        await Expect(Mail(outbox, ada, $"{_mark} two")).ToHaveCountAsync(0);

        await page.OpenAsync("/inbox?tab=all", "Inbox");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{_mark} two" }).ClickAsync();
        var mail = page.Card($"{_mark} two").GetByRole(AriaRole.List, new() { Name = "Other channels" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "E-mail" });
        await Expect(mail).ToContainTextAsync("Suppressed");
        await Expect(mail).ToContainTextAsync("Turned off for this type");
        await page.LookAsync("inbox-turned-off", "Inbox");
        await page.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);

        await page.OpenAsync($"/sends?q={_mark}", "Sends");
        await page.Row($"{_mark} two").Filter(new() { HasText = "Turned off for this type" }).GetByRole(AriaRole.Link, new() { Name = $"{_mark} two" }).ClickAsync();
        await page.ShowsAsync($"{_mark} two");
        await Expect(page.Card("Why")).ToContainTextAsync("No: it is off, by the person's own choice");
    }

    [Fact]
    public async Task Quiet_hours_of_one_hold_their_mail_back_and_let_it_go_at_their_end()
    {
        var (ada, page) = await SignedInAsync();
        var (grace, _) = await SignedInAsync();
        await page.OpenAsync("/profile/notifications", "Notifications");
        var quiet = page.Card("Quiet hours");
        await SetAsync(quiet.GetByLabel("Time zone"), "Etc/UTC");
        // From an hour ago for three, whatever the day.
        await SetAsync(quiet.GetByLabel("From", new() { Exact = true }), Clock(two.Now.AddHours(-1)));
        await SetAsync(quiet.GetByLabel("To", new() { Exact = true }), Clock(two.Now.AddHours(2)));
        foreach (var day in new[] { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" })
        {
            await quiet.GetByLabel(day, new() { Exact = true }).CheckAsync();
        }
        await Expect(quiet.GetByRole(AriaRole.Img, new() { NameRegex = new("^Quiet from") })).ToBeVisibleAsync();

        var outbox = await page.Context.NewPageAsync();
        await outbox.OpenAsync("/outbox", "Mail outbox");
        await two.RaiseAsync(_mark, ada, grace);
        await Expect(Mail(outbox, grace, _mark)).ToBeVisibleAsync();
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        await page.OpenAsync($"/sends?q={_mark}", "Sends");
        await Expect(page.Row(_mark).Filter(new() { HasText = "Quiet hours" })).ToContainTextAsync("Delayed");
        await page.LookAsync("sends-quiet", "Sends");
        await Expect(Mail(outbox, ada, _mark)).ToHaveCountAsync(0);

        await outbox.MarkAsync();
        two.Pass(TimeSpan.FromMinutes(121));
        await Expect(Mail(outbox, ada, _mark)).ToHaveCountAsync(1);
        await Expect(page.Row(_mark).Filter(new() { HasText = "Quiet hours" })).ToHaveCountAsync(0);
        await outbox.AssertNotReloadedAsync();
    }

    [Fact]
    public async Task A_digest_is_shown_before_to_its_reader_and_to_an_admin_and_comes_once()
    {
        var (_, page) = await SignedInAsync();
        var (grace, hers) = await SignedInAsync(ProjectRole.Viewer);
        await page.OpenAsync(await two.PersonPathAsync(grace), "Member");
        await Expect(page.Card("Next digest")).ToContainTextAsync("They get none");
        await hers.OpenAsync("/profile/notifications", "Notifications");
        await hers.GetByLabel("How often").SelectOptionAsync("Every hour");
        await Expect(hers.Card("Digest")).ToContainTextAsync("So far nothing has");
        await two.RaiseAsync($"{_mark} one", grace);
        await two.RaiseAsync($"{_mark} two", grace);
        foreach (var card in new[] { hers.Card("Digest"), page.Card("Next digest") })
        {
            await Expect(card).ToContainTextAsync("2 unread notifications");
            await Expect(card).ToContainTextAsync($"{_mark} two");
        }
        await page.LookAsync("person-digest", "Member");
        await hers.OpenAsync(await two.PersonPathAsync(grace), "Member");
        await Expect(hers.Card("Next digest")).ToHaveCountAsync(0);

        await two.RunAsync("digest_plan");
        two.Pass(TimeSpan.FromMinutes(61));
        await Task.WhenAll(two.RunAsync("digest"), two.RunAsync("digest"));
        var outbox = await page.Context.NewPageAsync();
        await outbox.OpenAsync("/outbox", "Mail outbox");
        await Expect(Mail(outbox, grace, "2 unread notifications")).ToHaveCountAsync(1);
        // An hour later nothing is new.
        two.Pass(TimeSpan.FromMinutes(61));
        await two.RunAsync("digest");
        Assert.Equal(1, await two.DigestsAsync(grace));
        await Expect(page.Card("Next digest")).ToContainTextAsync("So far nothing has");
    }

    [Fact]
    public async Task The_link_in_a_mail_does_nothing_when_it_is_looked_at_and_turns_the_type_off_when_it_is_pressed()
    {
        var (ada, page) = await SignedInAsync();
        await page.OpenAsync("/outbox", "Mail outbox");
        await two.RaiseAsync(_mark, ada);
        await Mail(page, ada, _mark).GetByRole(AriaRole.Link).ClickAsync();
        var path = Regex.Match(await page.Card(_mark).InnerTextAsync(), @"hub\.example\.com(/unsubscribe/[\w.-]+)").Groups[1].Value;
        Assert.NotEmpty(path);
        await page.OpenAsync("/profile/notifications", "Notifications");
        await page.MarkAsync();

        var stranger = await VisitAsync(session: null, Look.Phone, two.Hub.Url);
        await stranger.GotoAsync(path);
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Name = "Unsubscribe?" })).ToBeVisibleAsync();
        await stranger.ReloadAsync();
        await Expect(Cell(page)).ToBeCheckedAsync();
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Name = "You are unsubscribed" })).ToBeVisibleAsync();
        // Her own page follows.
        await Expect(Cell(page)).Not.ToBeCheckedAsync();
        await page.AssertNotReloadedAsync();
    }

    [Fact]
    public async Task A_snoozed_item_leaves_the_badge_and_wakes_on_top_and_unread()
    {
        var (ada, page) = await SignedInAsync();
        var (grace, hers) = await SignedInAsync(look: Look.Phone);
        await two.RaiseAsync($"{_mark} early", ada, grace);
        await two.RaiseAsync($"{_mark} late", ada, grace);
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await page.OpenAsync("/inbox?tab=all", "Inbox");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{_mark} early" }).ClickAsync();
        await page.Card($"{_mark} early").GetByRole(AriaRole.Button, new() { Name = "1 hour" }).ClickAsync();
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        await Expect(Item(page)).ToHaveCountAsync(1);
        await Expect(Bell(hers)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");

        await page.MarkAsync();
        two.Pass(TimeSpan.FromMinutes(61));
        await two.RunAsync("inbox_wake");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await Expect(page.Locator("li.item").First).ToContainTextAsync($"{_mark} early");
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
        two.Pass(TimeSpan.FromHours(24));
        await two.RunAsync("reminder");
        page = await AgainAsync(ada);
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await page.OpenAsync(await two.PersonPathAsync(ada), "Member");
        await Expect(page.Card("Reminders")).ToContainTextAsync("said 2 times");
    }

    [Fact]
    public async Task An_inbox_is_read_by_keys_alone_on_a_phones_width()
    {
        var (ada, page) = await SignedInAsync(look: Look.Phone);
        foreach (var name in new[] { "one", "two", "three" })
        {
            await two.RaiseAsync($"{_mark} {name}", ada);
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
        await Expect(page.Card($"{_mark} three")).ToContainTextAsync("Why did I get this?");
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 2 unread");
        await page.LookAsync("inbox-keys", "Inbox");
        await page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
        await keys.PressAsync("Escape");
        await Expect(page.Card($"{_mark} three")).ToHaveCountAsync(0);
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

        ILocator Row(string name) => page.GetByRole(AriaRole.Link, new() { Name = $"{_mark} {name}" });
    }

    private async Task<(TestMember Member, IPage Page)> SignedInAsync(ProjectRole role = ProjectRole.Admin, Look? look = null)
    {
        var member = await TestMember.JoinAsync(two.Hub, role);
        _members.Add(member);
        return (member, await AgainAsync(member, look));
    }

    private async Task<IPage> AgainAsync(TestMember member, Look? look = null)
    {
        var page = await VisitAsync(session: null, look, two.Hub.Url);
        await page.SignInAsync(member.User.Email!, TestMember.Password);
        await page.ShowsAsync("Overview");
        return page;
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

    private static async Task SetAsync(ILocator field, string value)
    {
        await field.FillAsync(value);
        await field.PressAsync("Tab");
        await Expect(field).ToHaveValueAsync(value);
    }

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static ILocator Bell(IPage page) => page.GetByRole(AriaRole.Banner).Locator("a[href='/inbox']");

    private static ILocator Cell(IPage page) => page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^New feedback over E-mail") });

    private static ILocator Mail(IPage outbox, TestMember to, string subject) =>
        outbox.GetByRole(AriaRole.List, new() { Name = "Mails", Exact = true }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = subject }).Filter(new() { HasText = to.User.Email! });

    private ILocator Item(IPage page) => page.Locator("li.item").Filter(new() { HasText = _mark });
}
