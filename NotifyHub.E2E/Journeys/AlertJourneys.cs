using Microsoft.Playwright;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>An alert rings the bell on an open page, is acknowledged, and its end shows.</summary>
public sealed class AlertJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task The_bell_rings_without_a_reload_and_the_alert_is_acknowledged_and_ends()
    {
        var subject = $"vendor-{Guid.NewGuid():n}"[..15];
        await Page.OpenAsync("/sends", "Sends");
        await Page.MarkAsync();
        await Hub.RaiseAsync(AlertKind.Quarantined, subject, "Five calls in a row failed; a probe goes out in a minute.");
        await Expect(Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { NameRegex = new("^[0-9]+ alert") })).ToBeVisibleAsync();
        await Page.AssertNotReloadedAsync();

        await Page.OpenAsync("/alerts", "Alerts");
        var row = Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = subject });
        await row.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(row).ToContainTextAsync($"acknowledged by {Hub.OwnerEmail}");
        await Page.LookAsync("alerts-open", "Alerts");

        await Hub.ResolveAsync(AlertKind.Quarantined, subject);
        await Expect(row).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Past" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(1);
    }
}
