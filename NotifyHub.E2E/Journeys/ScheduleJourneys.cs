using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>What is to come: seen, moved, cancelled, paused.</summary>
public sealed class ScheduleJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_send_that_waits_is_moved_and_cancelled()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var title = $"Later, {phone.Name}";
        await Hub.SendAsync(phone, title, new { sendAt = DateTimeOffset.UtcNow.AddDays(2) });
        await Page.OpenAsync("/scheduled", "Scheduled");
        var row = Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = title });
        await row.GetByRole(AriaRole.Button, new() { Name = "Reschedule" }).ClickAsync();
        // The hub of the journeys goes by the real clock: a day that is still to come in every zone.
        var day = DateTime.UtcNow.AddDays(5);
        await row.GetByLabel("New time, on your clock").FillAsync($"{day:yyyy-MM-dd}T09:41");
        await row.GetByRole(AriaRole.Button, new() { Name = "Move it" }).ClickAsync();
        await Expect(row).ToContainTextAsync("09:41");

        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the send" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_schedule_is_paused_and_ended()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        var name = $"Daily, {phone.Name}";
        await Hub.ScheduleAsync(phone, name, new { frequency = "daily", time = "08:00" });
        await Page.OpenAsync("/scheduled", "Scheduled");
        var card = Page.GetByRole(AriaRole.Listitem, new() { Name = name, Exact = true });
        await Expect(card).ToContainTextAsync("Every day at 08:00");
        await card.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(card).ToContainTextAsync("Paused");
        await card.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the schedule" }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
    }
}
