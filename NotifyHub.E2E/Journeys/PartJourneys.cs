using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>What pages only show when asked owes the same as the pages themselves.</summary>
public sealed class PartJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Theory]
    [InlineData("credential-apns", "APNs", "Signing key")]
    [InlineData("credential-fcm", "FCM", "Service account")]
    [InlineData("credential-webpush", "Web Push", "Contact")]
    [InlineData("credential-huawei", "Huawei", "Client secret")]
    [InlineData("credential-mipush", "MiPush", "AppSecret")]
    [InlineData("credential-expo", "Expo", "Access token")]
    public async Task The_credential_forms(string name, string provider, string field)
    {
        await Page.OpenAsync("/providers", "Providers");
        var card = Page.Card(provider);
        await card.GetByRole(AriaRole.Button, new() { Name = "Replace with a new version" }).ClickAsync();
        await Expect(card.GetByLabel(field).First).ToBeVisibleAsync();
        await Page.LookAsync(name, "Providers");
    }

    [Fact]
    public async Task The_form_of_a_new_key()
    {
        await Page.OpenAsync("/developers/keys", "API keys");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).First.ClickAsync();
        await Page.Card("New key").GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(Page.GetByText("Give it a name")).ToBeVisibleAsync();
        await Page.LookAsync("key-form", "API keys");
    }

    [Fact]
    public async Task All_filters_of_Sends()
    {
        await Page.OpenAsync("/sends", "Sends");
        await Page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Expect(Page.GetByLabel("Campaign", new() { Exact = true })).ToBeVisibleAsync();
        await Page.LookAsync("sends-filters", "Sends");
    }

    [Fact]
    public async Task A_new_phone()
    {
        await Page.OpenAsync("/sandbox", "Sandbox phones");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a phone" }).First.ClickAsync();
        await Expect(Page.GetByLabel("Kind")).ToBeVisibleAsync();
        await Page.LookAsync("sandbox-add", "Sandbox phones");
    }

    [Fact]
    public async Task The_question_before_a_send_is_cancelled()
    {
        await Hub.Furniture.PlaceAsync();
        await Page.OpenAsync($"/sends/{Hub.Furniture.Retrying}", "Your code is on its way");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alertdialog)).ToBeVisibleAsync();
        await Page.LookAsync("send-cancel", "Your code is on its way");
    }

    [Fact]
    public async Task Navigation_menus_and_shortcuts()
    {
        await Page.OpenAsync("/", "Overview");
        await Page.OpenMenuAsync("Account of");
        await Page.LookAsync("menu-account", "Overview");
        await Page.GetByLabel("Theme").ClickAsync();
        await Page.LookAsync("menu-theme", "Overview");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("?");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Page.LookAsync("shortcuts", "Overview");
        await Page.Keyboard.PressAsync("Escape");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Navigation" }).ClickAsync();
        await Page.LookAsync("navigation", "Overview");
    }
}
