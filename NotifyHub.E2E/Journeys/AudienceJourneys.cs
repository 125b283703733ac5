using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>From a person's page: an opt-out stops the next send and says so, the file holds it, and erasing takes all of it away.</summary>
public sealed class AudienceJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_person_is_found_opted_out_exported_and_erased()
    {
        var user = $"journey-{Guid.NewGuid().ToString("n")[..8]}";
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios, user);
        await Hub.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new { name = $"Name of {user}", email = $"{user}@example.com" });

        await Page.OpenAsync("/people", "People");
        await Page.GetByLabel("Search id, name, mail or fingerprint").FillAsync(user);
        await Page.Keyboard.PressAsync("Enter");
        await Page.GetByRole(AriaRole.Link, new() { Name = $"Name of {user}" }).ClickAsync();
        await Page.ShowsAsync($"Name of {user}");

        await Page.GetByLabel("Category to opt out of").FillAsync("deals");
        await Page.Card("Preferences").GetByRole(AriaRole.Button, new() { Name = "Opt out", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Opt in to deals" })).ToBeVisibleAsync();
        await Hub.SendAsync(phone, "Only for those who want deals", new { preferenceCategory = "deals" });
        await Expect(Page.Row("Only for those who want deals")).ToContainTextAsync("The person opted out");

        var file = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        Assert.Contains("\"category\": \"deals\"", await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
        await Page.GetByLabel($"Type {user} to confirm").FillAsync(user);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Erase this person" }).ClickAsync();
        await Page.ShowsAsync("People");
        await Page.OpenAsync($"/people?q={user}", "People");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Nobody matches this" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task From_a_device_to_its_person_and_topic_and_back()
    {
        await Hub.Furniture.PlaceAsync();
        await Page.OpenAsync($"/devices/{Hub.Furniture.Device}", "Ada's iPhone");
        await Page.GetByRole(AriaRole.Link, new() { Name = "news" }).ClickAsync();
        await Page.ShowsAsync("news");
        await Page.GetByRole(AriaRole.Link, new() { Name = "People (3)" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" }).ClickAsync();
        await Page.ShowsAsync("Ada Lovelace");
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Ada's iPhone" })).ToBeVisibleAsync();
    }
}
