using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Phones;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A campaign from its draft to its report.</summary>
public sealed class CampaignJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task One_is_made_started_held_resumed_and_looked_back_on()
    {
        var phones = new[] { await Hub.AddPhoneAsync(PhonePlatform.Ios), await Hub.AddPhoneAsync(PhonePlatform.Android), await Hub.AddPhoneAsync(PhonePlatform.Web) };
        var name = $"Sale for {phones[0].Name}";
        using var made = await Hub.Client.PostAsJsonAsync("/v1/campaigns", new
        {
            name, send = new { to = phones.Select(phone => phone.DeviceId).ToArray(), title = name, body = "30 % off everything." },
            variants = new object[] { new { name = "Plain" }, new { name = "Hurry", body = "Only until Sunday: 30 % off." } },
        });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        var id = JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();

        await Page.OpenAsync("/campaigns", "Campaigns");
        var row = Page.GetByRole(AriaRole.Listitem, new() { Name = name, Exact = true });
        await Expect(row).ToContainTextAsync("Draft");
        await row.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(Page.GetByText("It goes to 3 devices now")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Draft");
        // The vendor is slow to take them, so that there is something to hold.
        foreach (var phone in phones)
        {
            phone.SetScript(NotifyHub.Sandbox.Faults.FaultScript.Parse("f503r3x1"));
        }
        await row.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Running");
        await row.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Paused");
        await Page.LookAsync("campaigns-paused", "Campaigns");
        await row.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Running");

        foreach (var phone in phones)
        {
            var shown = await Hub.ShowsAsync(phone, name);
            shown.Tap(shown.Messages.First(message => message.Push.Title == name).Id);
        }
        await row.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Page.ShowsAsync(name);
        await Expect(Page.GetByLabel("Progress", new() { Exact = true }).First).ToContainTextAsync("Completed");
        await Expect(Page.GetByRole(AriaRole.List, new() { Name = "Funnel" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Opened" })).ToContainTextAsync("3 100.0 %");
        await Expect(Page.GetByText("Not enough data")).ToBeVisibleAsync();
        await Page.LookAsync("campaign-report", name);

        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        Assert.Equal($"{id}.csv", download.SuggestedFilename);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Clone" }).ClickAsync();
        await Page.ShowsAsync($"{name} (copy)");
        await Page.ReloadAsync();
        await Page.ShowsAsync($"{name} (copy)");
        await Page.LookAsync("campaign-draft", $"{name} (copy)");
    }
}
