using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A cell that is turned off decides about the next notification, in the other tab too; a button of the sandbox stands in for an app.</summary>
public sealed class PreferenceJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task What_is_turned_off_in_one_tab_is_off_in_the_other_and_does_not_come()
    {
        var other = await VisitAsync(Look.Desk);
        await Page.OpenAsync("/profile/notifications", "Notifications");
        await other.OpenAsync("/profile/notifications", "Notifications");
        await Cell(Page, "Rating changed over Inbox").UncheckAsync();
        await Expect(Cell(other, "Rating changed over Inbox")).Not.ToBeCheckedAsync();

        await other.OpenAsync("/sandbox", "Sandbox phones");
        await other.GetByRole(AriaRole.Button, new() { Name = "Rating changed" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Status).Filter(new() { HasText = "Rating changed: accepted" })).ToBeVisibleAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Questionnaire answered" }).ClickAsync();
        await Page.OpenAsync("/inbox?tab=all&type=questionnaire.response_new", "Inbox");
        await Expect(Page.Locator("li.item").First).ToContainTextAsync("How was your stay?");
        await Page.OpenAsync("/inbox?tab=all&type=app.rating_changed", "Inbox");
        await Expect(Page.GetByText("Nothing fits")).ToBeVisibleAsync();

        await Page.OpenAsync("/profile/notifications", "Notifications");
        await Page.GetByRole(AriaRole.Button, new() { Name = "All off: Rating changed" }).ClickAsync();
        await Expect(Cell(Page, "Rating changed over Mobile push")).Not.ToBeCheckedAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Reset to defaults" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Reset", Exact = true }).ClickAsync();
        await Expect(Cell(Page, "Rating changed over Inbox")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Quiet_hours_are_set_by_weekday_and_a_mute_ends_when_told()
    {
        await Page.OpenAsync("/profile/notifications", "Notifications");
        await Page.GetByLabel("Mon", new() { Exact = true }).CheckAsync();
        await Expect(Page.GetByRole(AriaRole.Img, new() { Name = "Quiet from 22:00 to 07:00" })).ToBeVisibleAsync();
        await Page.GetByLabel("Time zone").FillAsync("Nowhere/Town");
        await Page.GetByLabel("Time zone").PressAsync("Tab");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("IANA");
        await Page.Card("Mute everything").GetByRole(AriaRole.Button, new() { Name = "1 hour" }).ClickAsync();
        await Expect(Page.GetByText("Muted until")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Unmute" }).ClickAsync();
        await Expect(Page.GetByText("Muted until")).ToHaveCountAsync(0);
        await Page.GetByLabel("Mon", new() { Exact = true }).UncheckAsync();
    }

    [Fact]
    public async Task A_link_in_a_mail_turns_its_type_off_and_leads_to_all_choices_without_signing_in()
    {
        var user = $"reader-{Guid.NewGuid():N}";
        await Hub.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new { email = $"{user}@example.com" });
        var stranger = await VisitAsync(session: null, Look.Phone);
        await stranger.GotoAsync(await Hub.UnsubscribePathAsync(user, "job.completed"));
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Name = "You are unsubscribed" })).ToBeVisibleAsync();
        await stranger.GetByRole(AriaRole.Link, new() { Name = "Choose what you get" }).ClickAsync();
        var jobs = stranger.GetByRole(AriaRole.Group, new() { Name = "Job finished" });
        await Expect(jobs.GetByLabel("E-mail")).Not.ToBeCheckedAsync();
        await jobs.GetByLabel("Mobile push").UncheckAsync();
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(stranger.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved.");
        await Expect(jobs.GetByLabel("Mobile push")).Not.ToBeCheckedAsync();
        await Expect(jobs.GetByLabel("Inbox")).ToBeCheckedAsync();
        await stranger.LookAsync("preference-link", "What you get");
    }

    private static ILocator Cell(IPage page, string label) => page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^" + label) });
}
