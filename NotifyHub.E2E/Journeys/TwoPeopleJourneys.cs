using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using NotifyHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Two people in two browsers, told the same things: each one's badge, tabs, choices, quiet hours and digest are their own.</summary>
public sealed class TwoPeopleJourneys(JourneyBrowser browser, SharedHub hub, TwoPeopleHub two) : TwoPeopleJourney(browser, hub, two)
{
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

        await Two.RaiseAsync(Mark, ada, grace);
        foreach (var page in new[] { here, there, hers })
        {
            await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        }
        await Expect(Item(there)).ToHaveClassAsync(new Regex("unread"));

        await Bell(here).ClickAsync();
        await here.GetByRole(AriaRole.Link, new() { Name = Mark }).ClickAsync();
        await Expect(here.Card(Mark)).ToContainTextAsync("Why did I get this?");
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
        await Two.RaiseAsync($"{Mark} one", ada, grace);
        await Expect(Mail(outbox, ada, $"{Mark} one")).ToBeVisibleAsync();

        await page.OpenAsync("/profile/notifications", "Notifications");
        await Cell(page).UncheckAsync();
        await Expect(Cell(page)).ToHaveAttributeAsync("aria-label", new Regex("your choice$"));
        await Two.RaiseAsync($"{Mark} two", ada, grace);
        await Expect(Mail(outbox, grace, $"{Mark} two")).ToBeVisibleAsync();
        await Expect(Mail(outbox, ada, $"{Mark} two")).ToHaveCountAsync(0);

        await page.OpenAsync("/inbox?tab=all", "Inbox");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{Mark} two" }).ClickAsync();
        var mail = page.Card($"{Mark} two").GetByRole(AriaRole.List, new() { Name = "Other channels" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "E-mail" });
        await Expect(mail).ToContainTextAsync("Suppressed");
        await Expect(mail).ToContainTextAsync("Turned off for this type");
        await page.LookAsync("inbox-turned-off", "Inbox");
        await page.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);

        await page.OpenAsync($"/sends?q={Mark}", "Sends");
        await page.Row($"{Mark} two").Filter(new() { HasText = "Turned off for this type" }).GetByRole(AriaRole.Link, new() { Name = $"{Mark} two" }).ClickAsync();
        await page.ShowsAsync($"{Mark} two");
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
        await SetAsync(quiet.GetByLabel("From", new() { Exact = true }), Clock(Two.Now.AddHours(-1)));
        await SetAsync(quiet.GetByLabel("To", new() { Exact = true }), Clock(Two.Now.AddHours(2)));
        foreach (var day in new[] { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" })
        {
            await quiet.GetByLabel(day, new() { Exact = true }).CheckAsync();
        }
        await Expect(quiet.GetByRole(AriaRole.Img, new() { NameRegex = new("^Quiet from") })).ToBeVisibleAsync();

        var outbox = await page.Context.NewPageAsync();
        await outbox.OpenAsync("/outbox", "Mail outbox");
        await Two.RaiseAsync(Mark, ada, grace);
        await Expect(Mail(outbox, grace, Mark)).ToBeVisibleAsync();
        await Expect(Bell(page)).ToHaveAttributeAsync("aria-label", "Inbox, 1 unread");
        await page.OpenAsync($"/sends?q={Mark}", "Sends");
        await Expect(page.Row(Mark).Filter(new() { HasText = "Quiet hours" })).ToContainTextAsync("Delayed");
        await page.LookAsync("sends-quiet", "Sends");
        await Expect(Mail(outbox, ada, Mark)).ToHaveCountAsync(0);

        await outbox.MarkAsync();
        Two.Pass(TimeSpan.FromMinutes(121));
        await Expect(Mail(outbox, ada, Mark)).ToHaveCountAsync(1);
        await Expect(page.Row(Mark).Filter(new() { HasText = "Quiet hours" })).ToHaveCountAsync(0);
        await outbox.AssertNotReloadedAsync();
    }

    [Fact]
    public async Task A_digest_is_shown_before_to_its_reader_and_to_an_admin_and_comes_once()
    {
        var (_, page) = await SignedInAsync();
        var (grace, hers) = await SignedInAsync(ProjectRole.Viewer);
        await page.OpenAsync(await Two.PersonPathAsync(grace), "Member");
        await Expect(page.Card("Next digest")).ToContainTextAsync("They get none");
        await hers.OpenAsync("/profile/notifications", "Notifications");
        await hers.GetByLabel("How often").SelectOptionAsync("Every hour");
        await Expect(hers.Card("Digest")).ToContainTextAsync("So far nothing has");
        await Two.RaiseAsync($"{Mark} one", grace);
        await Two.RaiseAsync($"{Mark} two", grace);
        foreach (var card in new[] { hers.Card("Digest"), page.Card("Next digest") })
        {
            await Expect(card).ToContainTextAsync("2 unread notifications");
            await Expect(card).ToContainTextAsync($"{Mark} two");
        }
        await page.LookAsync("person-digest", "Member");
        await hers.OpenAsync(await Two.PersonPathAsync(grace), "Member");
        await Expect(hers.Card("Next digest")).ToHaveCountAsync(0);

        await Two.RunAsync("digest_plan");
        Two.Pass(TimeSpan.FromMinutes(61));
        await Task.WhenAll(Two.RunAsync("digest"), Two.RunAsync("digest"));
        var outbox = await page.Context.NewPageAsync();
        await outbox.OpenAsync("/outbox", "Mail outbox");
        await Expect(Mail(outbox, grace, "2 unread notifications")).ToHaveCountAsync(1);
        // An hour later nothing is new.
        Two.Pass(TimeSpan.FromMinutes(61));
        await Two.RunAsync("digest");
        Assert.Equal(1, await Two.DigestsAsync(grace));
        await Expect(page.Card("Next digest")).ToContainTextAsync("So far nothing has");
    }

    [Fact]
    public async Task The_link_in_a_mail_does_nothing_when_it_is_looked_at_and_turns_the_type_off_when_it_is_pressed()
    {
        var (ada, page) = await SignedInAsync();
        await page.OpenAsync("/outbox", "Mail outbox");
        await Two.RaiseAsync(Mark, ada);
        await Mail(page, ada, Mark).GetByRole(AriaRole.Link).ClickAsync();
        var path = Regex.Match(await page.Card(Mark).InnerTextAsync(), @"hub\.example\.com(/unsubscribe/[\w.-]+)").Groups[1].Value;
        Assert.NotEmpty(path);
        await page.OpenAsync("/profile/notifications", "Notifications");
        await page.MarkAsync();

        var stranger = await VisitAsync(session: null, Look.Phone, Two.Hub.Url);
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

    private static async Task SetAsync(ILocator field, string value)
    {
        await field.FillAsync(value);
        await field.PressAsync("Tab");
        await Expect(field).ToHaveValueAsync(value);
    }

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static ILocator Cell(IPage page) => page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^New feedback over E-mail") });

    private static ILocator Mail(IPage outbox, TestMember to, string subject) =>
        outbox.GetByRole(AriaRole.List, new() { Name = "Mails", Exact = true }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = subject }).Filter(new() { HasText = to.User.Email! });
}
