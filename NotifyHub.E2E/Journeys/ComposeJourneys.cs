using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A push is written to many: looked at, tested, lost and found again, sent, taken back, and seen on the phone.</summary>
public sealed class ComposeJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_push_is_written_reloaded_sent_and_arrives()
    {
        var (mark, topic) = (Guid.NewGuid().ToString("n")[..8], $"fans-{Guid.NewGuid():n}"[..12]);
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        await Hub.CallAsync(HttpMethod.Post, $"/v1/topics/{topic}/subscriptions", new { devices = new[] { phone.DeviceId } });
        await Page.OpenAsync("/compose", "Compose");
        await Page.IsLiveAsync();
        await Page.LookAsync("compose-empty", "Compose");
        await Page.GetByLabel("Topic", new() { Exact = true }).FillAsync(topic);
        await Page.GetByLabel("Title", new() { Exact = true }).FillAsync($"Doors open at seven {mark}");
        await Page.GetByLabel("Text", new() { Exact = true }).FillAsync("Row 7, seats 12 and 13. Bring the ticket on your phone; the box office closes at half past six. The bar is open from six, and there is a coat check on the left.");
        await Page.GetByLabel("A tap opens", new() { Exact = true }).FillAsync("/tickets/7");
        await Page.Keyboard.PressAsync("Tab");
        var sentence = Page.Locator(".sentence");
        await Expect(sentence).ToHaveTextAsync($"“Doors open at seven {mark}” goes to 1 device that follows the topic {topic}, now.");
        await Page.LookAsync("compose", "Compose");

        // Gone and back: the draft lies in the browser.
        await Page.ReloadAsync();
        await Expect(Page.GetByLabel("Title", new() { Exact = true })).ToHaveValueAsync($"Doors open at seven {mark}");
        await Expect(sentence).ToContainTextAsync("goes to 1 device");

        // Taken back, then sent for good.
        var send = Page.GetByRole(AriaRole.Region, new() { Name = "Review and send" }).GetByRole(AriaRole.Button, new() { Name = "Send" });
        await send.ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Taken back" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Back to the draft" }).ClickAsync();
        await send.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Accepted" })).ToBeVisibleAsync();
        await Page.LookAsync("compose-sent", "Compose");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Watch it go" }).ClickAsync();
        await Page.ShowsAsync($"Doors open at seven {mark}");
        await Hub.ShowsAsync(phone, $"Doors open at seven {mark}");
    }

    [Fact]
    public async Task A_file_of_people_is_read_and_what_is_wrong_with_it_is_told()
    {
        var user = $"csv-{Guid.NewGuid():n}"[..12];
        await Hub.AddPhoneAsync(PhonePlatform.Android, user);
        await Page.OpenAsync("/compose", "Compose");
        await Page.IsLiveAsync();
        await Page.GetByLabel("Audience", new() { Exact = true }).SelectOptionAsync("People");
        // Blazor hears of a file only once it has prepared the field, which it marks so; nobody chooses one in the milliseconds before.
        await Page.WaitForFunctionAsync("() => document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined");
        await Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes($"user_id,name\n{user},Ada\n\n{user},again\n") });
        var list = Page.GetByRole(AriaRole.Status, new() { Name = "The list" });
        await Expect(list).ToContainTextAsync("1 person to send to.");
        await Expect(list).ToContainTextAsync("1 line is named again");
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Who would get it" })).ToContainTextAsync("device matches");
        await Page.LookAsync("compose-list", "Compose");
    }
}
