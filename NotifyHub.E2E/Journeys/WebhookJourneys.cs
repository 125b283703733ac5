using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A webhook is made, tried, hears of something on an open page, is sent again what failed, and goes.</summary>
public sealed class WebhookJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_webhook_is_made_tried_told_and_removed()
    {
        var about = $"Orders {Guid.NewGuid().ToString("N")[..6]}";
        await Page.OpenAsync("/webhooks", "Webhooks");
        await Page.LookAsync("webhooks-empty", "Webhooks");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create webhook" }).First.ClickAsync();
        var form = Page.Card("New webhook");
        await form.GetByLabel("Address").FillAsync("https://10.0.0.1/hook");
        await form.GetByRole(AriaRole.Button, new() { Name = "Create webhook" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await form.GetByLabel("Address").FillAsync(Hub.NowhereUrl);
        await form.GetByLabel("Description").FillAsync(about);
        await form.GetByLabel("delivery.acked").CheckAsync();
        await Page.LookAsync("webhook-new", "Webhooks");
        await form.GetByRole(AriaRole.Button, new() { Name = "Create webhook" }).ClickAsync();
        await Expect(Page.GetByText("whsec_")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Expect(Page.GetByText("whsec_")).ToHaveCountAsync(0);

        await Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = about }).GetByRole(AriaRole.Link).ClickAsync();
        await Page.ShowsAsync(about);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The receiver answered 404." })).ToBeVisibleAsync();

        var phone = await Hub.AddPhoneAsync(NotifyHub.Sandbox.Phones.PhonePlatform.Android);
        var delivery = await Hub.SendAsync(phone, "Heard by a webhook");
        await Hub.ReceivedAsync(phone, delivery);
        var row = Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = delivery });
        await Expect(row).ToContainTextAsync("The receiver answered 404.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(row).ToContainTextAsync("\"type\": \"delivery.acked\"");
        await Page.LookAsync("webhook", about);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove now" }).ClickAsync();
        await Page.ShowsAsync("Webhooks");
    }
}
