using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>From the API call to the screen of a phone, and back to the page of the send.</summary>
public sealed class SendJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_push_sent_by_API_arrives_on_three_phones_and_in_Sends_without_a_reload()
    {
        Phone[] phones = [await Hub.AddPhoneAsync(PhonePlatform.Ios), await Hub.AddPhoneAsync(PhonePlatform.Android), await Hub.AddPhoneAsync(PhonePlatform.Web)];
        await Hub.SendAsync(phones[0], "The one before");
        var title = $"Hello {phones[0].Name}";
        var sandbox = await Page.Context.NewPageAsync();
        await sandbox.OpenAsync("/sandbox", "Sandbox phones");
        await sandbox.MarkAsync();
        await Page.OpenAsync("/sends", "Sends");
        await Expect(Page.Row("The one before").First).ToBeVisibleAsync();
        await Page.MarkAsync();

        await Hub.SendAsync(phones, title);

        foreach (var phone in phones)
        {
            await Expect(sandbox.Phone(phone.Name).GetByRole(AriaRole.List, new() { Name = "Notifications" }).GetByText(title)).ToBeVisibleAsync();
        }
        // A full list does not jump: it says how many are new, and shows them when asked.
        await Page.GetByRole(AriaRole.Button, new() { Name = "3 new sends" }).ClickAsync();
        await Expect(Page.Row(title)).ToHaveCountAsync(3);
        foreach (var vendor in new[] { "APNs", "FCM", "Web Push" })
        {
            var row = Page.Row(title).Filter(new() { HasText = vendor });
            await Expect(row).ToContainTextAsync("Sent");
            await Expect(row).ToContainTextAsync("Acked");
        }
        await sandbox.AssertNotReloadedAsync();
        await Page.AssertNotReloadedAsync();
    }

    [Fact]
    public async Task A_tap_on_the_phone_shows_on_the_page_of_the_send()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var title = $"Tap me, {phone.Name}";
        var delivery = await Hub.SendAsync(phone, title);
        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("Delivery confirmation")).ToContainTextAsync("Confirmed by the device");
        await Expect(Page.Card("Timeline")).Not.ToContainTextAsync("Opened");
        await Page.MarkAsync();

        var sandbox = await Page.Context.NewPageAsync();
        await sandbox.OpenAsync("/sandbox", "Sandbox phones");
        await sandbox.Phone(phone.Name).GetByRole(AriaRole.Button).Filter(new() { HasText = title }).ClickAsync();

        await Expect(Page.Card("Timeline")).ToContainTextAsync("Opened");
        await Expect(Page.Card("Delivery confirmation")).ToContainTextAsync("Opened");
        await Page.AssertNotReloadedAsync();
    }

    [Fact]
    public async Task Buttons_and_replies_come_back_with_their_words()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Android);
        var title = $"Dinner, {phone.Name}?";
        var delivery = await Hub.SendAsync(phone, title, new
        {
            options = new { actions = new object[] { new { id = "yes", title = "I am in" }, new { id = "say", title = "Answer", isTextInput = true } } },
        });
        await Page.OpenAsync("/sandbox", "Sandbox phones");
        var notice = Page.Phone(phone.Name).GetByRole(AriaRole.Listitem).Filter(new() { HasText = title }).First;
        await Expect(notice.GetByRole(AriaRole.Button, new() { Name = "I am in" })).ToBeVisibleAsync();
        await notice.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await notice.GetByRole(AriaRole.Textbox, new() { Name = "Answer" }).FillAsync("Only if there is soup");
        await notice.GetByRole(AriaRole.Button, new() { Name = "Send the reply" }).ClickAsync();

        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("Timeline")).ToContainTextAsync("Replied");
        await Expect(Page.Card("Timeline")).ToContainTextAsync("“Only if there is soup”");
    }
}
