using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Why something was sent or not, and what would become of it now.</summary>
public sealed class ExplainJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task What_if_says_that_a_phone_would_get_it_and_what_a_retired_one_needs()
    {
        await Hub.Furniture.PlaceAsync();
        await Page.OpenAsync($"/devices/{Hub.Furniture.Device}", "Ada's iPhone");
        var card = Page.Card("What if I sent this now?");
        await card.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Article)).ToContainTextAsync("Every rule lets it pass.");
        await card.GetByText("rules, in order").ClickAsync();
        await Expect(card.GetByRole(AriaRole.Article)).ToContainTextAsync("Has the project an account with the vendor?");
        await Page.LookAsync("what-if", "Ada's iPhone");

        await Page.OpenAsync($"/devices/{Hub.Furniture.Retired}", "Edsger's iPhone");
        await card.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Article)).ToContainTextAsync("Not sent");
        await Expect(card.GetByRole(AriaRole.Article)).ToContainTextAsync("Have the app register the device again.");
        await Page.LookAsync("what-if-retired", "Edsger's iPhone");
    }

    [Fact]
    public async Task The_page_of_a_send_says_why()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var title = $"Why, {phone.Name}?";
        var delivery = await Hub.SendAsync(phone, title, new { sendAt = DateTimeOffset.UtcNow.AddDays(2) });
        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("Why")).ToContainTextAsync("Waits for its time");
        await Expect(Page.Card("Why")).ToContainTextAsync("Leave the time out, or wait for it.");
        await Page.LookAsync("why", title);
    }
}
