using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A job is run, paused and resumed from its page.</summary>
public sealed class JobJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_job_is_run_paused_and_resumed()
    {
        await Page.OpenAsync("/jobs", "Jobs");
        var card = Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = "attempt_cleanup" }) });
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run now: attempt_cleanup" }).ClickAsync();
        await Expect(card).ToContainTextAsync("nothing to do");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Pause attempt_cleanup" }).ClickAsync();
        await Expect(card).ToContainTextAsync($"Paused by {Hub.OwnerEmail}");
        // A toast that fades is below its contrast for a moment.
        await Expect(Page.Locator(".rz-notification-item")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Page.LookAsync("jobs-paused", "Jobs");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Resume attempt_cleanup" }).ClickAsync();
        await Expect(card).ToContainTextAsync("every 1 d");
    }
}
