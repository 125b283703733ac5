using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>What operators see when a vendor says no.</summary>
public sealed class FaultJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task An_uninstalled_app_retires_its_device_with_the_vendors_reason()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var title = $"Are you there, {phone.Name}?";
        await Page.OpenAsync("/sandbox", "Sandbox phones");
        await Page.Phone(phone.Name).GetByRole(AriaRole.Button, new() { Name = "Uninstall" }).ClickAsync();
        await Expect(Page.Phone(phone.Name)).ToContainTextAsync("The app is not installed");

        var delivery = await Hub.SendAsync(phone, title);

        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("State")).ToContainTextAsync("Failed");
        await Expect(Page.Card("State")).ToContainTextAsync("The vendor says the token is gone");
        await Expect(Page.Card("Timeline")).ToContainTextAsync("HTTP 410");
        await Page.GetByRole(AriaRole.Link, new() { Name = phone.Name }).ClickAsync();
        await Page.ShowsAsync(phone.Name);
        await Expect(Page.GetByText("The vendor says that the token is gone (Unregistered)")).ToBeVisibleAsync();
        await Page.OpenAsync($"/devices?status=Retired&q={Uri.EscapeDataString(phone.Name)}", "Devices");
        await Expect(Page.Row(phone.Name)).ToContainTextAsync("Retired");
    }

    [Fact]
    public async Task A_503_is_shown_as_retrying_with_the_vendors_answer_and_a_retry_by_hand_gets_through()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Android);
        phone.SetScript(FaultScript.Parse("f503r600x1"));
        var title = $"Second time lucky, {phone.Name}";
        var delivery = await Hub.SendAsync(phone, title);

        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("State")).ToContainTextAsync("Retrying");
        await Expect(Page.Card("Timeline")).ToContainTextAsync("Attempt 1: could not take it");
        await Expect(Page.Card("Timeline")).ToContainTextAsync(new Regex("HTTP 503 · UNAVAILABLE.*next try after 10 min"));
        await Page.GetByText("The vendor's answer").ClickAsync();
        await Expect(Page.Card("Timeline")).ToContainTextAsync("\"status\"");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Retry now" }).ClickAsync();

        // Not before the vendor's own time, unless an operator ends the rest too.
        await Expect(Page.Card("State")).ToContainTextAsync("it asked for a wait (Retry-After)");
        await Hub.LiftAsync("fcm");
        await Expect(Page.Card("Timeline")).ToContainTextAsync("Attempt 2: accepted");
        await Expect(Page.Card("Timeline")).ToContainTextAsync($"By {Hub.OwnerEmail}");
        await Expect(Page.Card("State")).ToContainTextAsync("Sent");
        await Expect(Page.Card("Delivery confirmation")).ToContainTextAsync("Confirmed by the device");
    }

    [Fact]
    public async Task A_503_is_retried_by_itself_after_the_time_that_the_vendor_asked_for()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Web);
        phone.SetScript(FaultScript.Parse("f503r1x1"));
        var title = $"In a second, {phone.Name}";
        var delivery = await Hub.SendAsync(phone, title);

        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("State")).ToContainTextAsync("Sent");
        await Expect(Page.Card("Timeline")).ToContainTextAsync(new Regex("HTTP 503.*next try after 1.0 s"));
        await Expect(Page.Card("Timeline")).ToContainTextAsync("Attempt 2: accepted");
    }

    [Fact]
    public async Task A_scheduled_send_can_be_cancelled_before_its_time()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var title = $"Tomorrow, {phone.Name}";
        var delivery = await Hub.SendAsync(phone, title, new { sendAt = DateTimeOffset.UtcNow.AddDays(1) });

        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("State")).ToContainTextAsync("Scheduled");
        var cancel = Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true });
        var question = Page.GetByRole(AriaRole.Alertdialog, new() { Name = "Cancel this send?" });
        await cancel.ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(question).ToBeHiddenAsync();
        await Expect(Page.Card("State")).ToContainTextAsync("Scheduled");
        await cancel.ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel the send" }).ClickAsync();
        await Expect(Page.Card("State")).ToContainTextAsync("Cancelled");
        await Expect(Page.Card("Delivery confirmation")).ToContainTextAsync("Nothing to confirm");
    }
}
