using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Several sends at once from their list.</summary>
public sealed class BulkJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task What_is_scheduled_is_cancelled_together()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Android);
        var title = $"Not now, {phone.Name}";
        for (var i = 0; i < 3; i++)
        {
            await Hub.SendAsync(phone, title, new { sendAt = DateTimeOffset.UtcNow.AddHours(1) });
        }
        await Page.OpenAsync($"/sends?q={Uri.EscapeDataString(title)}", "Sends");
        await Page.GetByLabel("Choose all on this page").CheckAsync();
        var bar = Page.Card("Chosen sends");
        await Expect(bar).ToContainTextAsync("3 sends chosen");
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = "Retry 0…" })).ToBeDisabledAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Cancel 3…" }).ClickAsync();
        await Page.LookAsync("sends-chosen", "Sends");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Cancel 3 sends" }).ClickAsync();
        await Expect(Page.GetByText("3 sends cancelled.")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Cancelled" })).ToHaveCountAsync(3);
        await Expect(bar).ToHaveCountAsync(0);
    }
}
