using System.Net;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Keys that are made and ended in the dashboard count on the API at once.</summary>
public sealed class ApiKeyJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_key_made_here_works_on_the_API_and_fails_at_once_when_it_is_revoked()
    {
        var name = $"Shop backend {Guid.NewGuid().ToString("N")[..6]}";
        await Page.OpenAsync("/developers/keys", "API keys");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).First.ClickAsync();
        var form = Page.Card("New key");
        await form.GetByLabel("Name").FillAsync(name);
        await form.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        var issued = Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "copy the key now" });
        await Expect(issued).ToContainTextAsync(name);
        var key = await issued.GetByText("nhs_").First.InnerTextAsync();
        var client = Hub.ClientFor(key.Trim());
        Assert.Equal(HttpStatusCode.NotFound, await ReceiptAsync());

        await issued.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Expect(Page.GetByText(key)).ToHaveCountAsync(0);
        await Page.Row(name).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Page.Row(name).GetByRole(AriaRole.Button, new() { Name = "Revoke now" }).ClickAsync();
        await Expect(Page.Row(name)).ToContainTextAsync("Revoked");
        Assert.Equal(HttpStatusCode.Unauthorized, await ReceiptAsync());

        // Without a key this is 401, with a good one 404: nothing bears this id.
        async Task<HttpStatusCode> ReceiptAsync() => (await client.GetAsync("/v1/push/receipts/dlv_0000000000000")).StatusCode;
    }
}
