using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>
/// Pushes to the member's own browser: turned on, sent over the sandbox's push service, revoked. Chromium's own push service is not reachable here, so that
/// subscribing alone is played: it gives the subscription of a simulated browser, whose keys open what the hub encrypts.
/// </summary>
public sealed class MyDevicesJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_browser_that_is_turned_on_gets_a_test_and_none_once_it_is_revoked()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Web);
        var subscription = phone.Subscription!;
        await Page.Context.GrantPermissionsAsync(["notifications"]);
        await Page.AddInitScriptAsync($$"""
            const played = {
              options: {}, toJSON: () => ({ endpoint: "{{subscription.Endpoint}}", keys: { p256dh: "{{subscription.P256dh}}", auth: "{{subscription.Auth}}" } }), unsubscribe: async () => true,
            };
            PushManager.prototype.subscribe = async () => played;
            PushManager.prototype.getSubscription = async () => null;
            """);
        await Page.OpenAsync("/profile/devices", "Your devices");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Turn on here" }).ClickAsync();
        var row = Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "this browser" });
        await Expect(row).ToContainTextAsync("Chrome on Linux");

        await Page.OpenAsync("/profile/notifications", "Notifications");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Browser push", Exact = true }).Last.ClickAsync();
        await Hub.ShowsAsync(phone, "This is a test");

        await Page.OpenAsync("/profile/devices", "Your devices");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Turn on here" })).ToBeVisibleAsync();
        await Expect(row).ToHaveCountAsync(0);
    }
}
