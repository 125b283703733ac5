using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A project's delivery settings are changed on the providers' page and stay.</summary>
public sealed class DeliverySettingsJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_number_is_changed_refused_when_it_is_none_and_taken_back()
    {
        await Page.OpenAsync("/providers", "Providers");
        var card = Page.Card("Delivery settings");
        await Expect(card.GetByLabel("For", new() { Exact = true })).ToHaveAttributeAsync("placeholder", "60");
        await card.GetByLabel("For", new() { Exact = true }).FillAsync("soon");
        await card.GetByLabel("FCM: burst").FillAsync("500");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(card).ToContainTextAsync("A whole number is needed.");
        await Expect(card).ToContainTextAsync("Burst and rate go together.");
        await Page.LookAsync("delivery-settings-wrong", "Providers");

        await card.GetByLabel("For", new() { Exact = true }).FillAsync("120");
        await card.GetByLabel("FCM: sends a second").FillAsync("250");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(Page.GetByText("Saved. Running workers follow at once.")).ToBeVisibleAsync();
        await Page.OpenAsync("/providers", "Providers");
        await Expect(card.GetByLabel("For", new() { Exact = true })).ToHaveValueAsync("120");
        await Expect(card.GetByLabel("FCM: sends a second")).ToHaveValueAsync("250");

        await card.GetByLabel("For", new() { Exact = true }).FillAsync("");
        await card.GetByLabel("FCM: burst").FillAsync("");
        await card.GetByLabel("FCM: sends a second").FillAsync("");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(Page.GetByText("Saved. Running workers follow at once.")).ToBeVisibleAsync();
    }
}
