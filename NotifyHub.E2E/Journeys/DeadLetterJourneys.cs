using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>From a letter that was given up to the phone that gets it after all.</summary>
public sealed class DeadLetterJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_letter_that_is_replayed_reaches_the_phone_under_its_old_id()
    {
        var (phone, title, delivery) = await DeadAsync();
        await Page.OpenAsync("/dead-letters", "Dead letters");
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Choose {title}" }).CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Replay…" }).ClickAsync();
        await Page.GetByLabel("How fast").SelectOptionAsync("All at once, as the limits allow");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Replay 1 letter" }).ClickAsync();

        await Hub.ReceivedAsync(phone, delivery);
        await Expect(Page.Row(title)).ToHaveCountAsync(0);
        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("Timeline")).ToContainTextAsync("Replayed");
        await Expect(Page.Card("Delivery confirmation")).ToContainTextAsync("Confirmed by the device");
    }

    [Fact]
    public async Task A_discard_is_taken_back_by_undo()
    {
        var (_, title, _) = await DeadAsync();
        await Page.OpenAsync("/dead-letters", "Dead letters");
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Choose {title}" }).CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Discard…" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Discard 1 letter" }).ClickAsync();
        await Expect(Page.Row(title)).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await Expect(Page.Row(title)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_page_looks_right_everywhere()
    {
        await DeadAsync();
        await Hub.Furniture.PlaceAsync();
        await Page.OpenAsync("/dead-letters", "Dead letters");
        await Page.GetByLabel("Choose all on this page").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Replay…" }).ClickAsync();
        await Page.LookAsync("dead-letters", "Dead letters");
        await Page.OpenAsync("/dead-letters?reason=poison", "Dead letters");
        await Page.LookAsync("dead-letters-none", "Dead letters");
    }

    private async Task<(Phone Phone, string Title, string Delivery)> DeadAsync()
    {
        var phone = await Hub.AddPhoneAsync(PhonePlatform.Ios);
        phone.SetScript(FaultScript.Parse("f400x1.BadPriority"));
        var title = $"Read me, {phone.Name}";
        var delivery = await Hub.SendAsync(phone, title);
        await Page.OpenAsync($"/sends/{delivery}", title);
        await Expect(Page.Card("Timeline")).ToContainTextAsync("refused the content");
        return (phone, title, delivery);
    }
}
