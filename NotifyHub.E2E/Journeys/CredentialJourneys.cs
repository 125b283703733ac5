using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>The guided forms: a wrong file is recognised, a right one is probed over the vendor's protocol and carries pushes from then on.</summary>
public sealed class CredentialJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    private const string GoogleServices = """{ "project_info": { "project_number": "1" }, "client": [] }""";

    [Fact]
    public async Task A_service_account_is_stored_probed_and_used()
    {
        await Page.OpenAsync("/providers", "Providers");
        var card = Page.Card("FCM");
        await card.GetByRole(AriaRole.Button, new() { Name = "Replace with a new version" }).ClickAsync();
        var file = card.GetByLabel("Service account");
        await file.FillAsync(GoogleServices);
        await file.BlurAsync();
        await Expect(card.GetByRole(AriaRole.Alert)).ToContainTextAsync("google-services.json");

        await file.FillAsync(Hub.Credentials.ServiceAccountJson());
        await file.BlurAsync();
        await Expect(card).ToContainTextAsync("This is the right kind of file");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save, probe and activate" }).ClickAsync();

        await Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync("is active");
        await Expect(card).ToContainTextAsync("FCM takes it");
        await Expect(card).Not.ToContainTextAsync("BEGIN PRIVATE KEY");
        await card.GetByRole(AriaRole.Button, new() { Name = "Probe now" }).First.ClickAsync();
        await Expect(card).ToContainTextAsync("Last probe");

        var phone = await Hub.AddPhoneAsync(PhonePlatform.Android);
        var delivery = await Hub.SendAsync(phone, $"By the new account, {phone.Name}");
        await Page.OpenAsync($"/sends/{delivery}", $"By the new account, {phone.Name}");
        await Expect(Page.Card("State")).ToContainTextAsync("Sent");
    }
}
