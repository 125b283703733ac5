using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Lists are narrowed by their address.</summary>
public sealed class FilterJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_campaigns_chip_narrows_Sends_and_the_address_keeps_it()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Web);
        var (spring, autumn) = ($"spring-{phone.Id}", $"autumn-{phone.Id}");
        await Hub.SendAsync(phone, $"Tulips for {phone.Name}", new { campaignId = spring });
        await Hub.SendAsync(phone, $"Pumpkins for {phone.Name}", new { campaignId = autumn });
        await Page.OpenAsync("/sends", "Sends");
        await Expect(Page.Row("Tulips for")).Not.ToHaveCountAsync(0);
        await Expect(Page.Row($"Pumpkins for {phone.Name}")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = spring }).ClickAsync();
        await OnlyTulipsAsync();
        await Page.ReloadAsync();
        await OnlyTulipsAsync();
        var inForce = Page.GetByRole(AriaRole.List, new() { Name = "Filters in force" });
        await Expect(inForce).ToContainTextAsync(spring);
        await Page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Expect(Page.GetByLabel("Campaign", new() { Exact = true })).ToHaveValueAsync(spring);

        await Page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/sends$"));
        await Expect(Page.Row($"Pumpkins for {phone.Name}")).ToBeVisibleAsync();
        await Page.GoBackAsync();
        await OnlyTulipsAsync();

        async Task OnlyTulipsAsync()
        {
            await Expect(Page).ToHaveURLAsync(new Regex($"/sends\\?campaign={spring}$"));
            await Expect(Page.Row($"Tulips for {phone.Name}")).ToHaveCountAsync(1);
            await Expect(Page.Row("Pumpkins")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Filters_add_up_and_a_search_that_finds_nothing_says_so()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        await Hub.SendAsync(phone, $"Found, {phone.Name}");
        await Page.OpenAsync("/sends", "Sends");

        await Page.GetByLabel("Search title, text or id").FillAsync($"Found, {phone.Name}");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Row($"Found, {phone.Name}")).ToHaveCountAsync(1);
        var provider = Page.GetByRole(AriaRole.Combobox, new() { Name = "Provider" });
        await provider.SelectOptionAsync("APNs");
        await Expect(Page).ToHaveURLAsync(new Regex("provider=apns.*q=Found"));
        await Expect(Page.Row($"Found, {phone.Name}")).ToHaveCountAsync(1);
        await provider.SelectOptionAsync("FCM");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "No send matches these filters" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(Page.Row($"Found, {phone.Name}")).ToHaveCountAsync(1);
    }
}
