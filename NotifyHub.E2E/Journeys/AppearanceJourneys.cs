using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>Dark, narrow, and told by the system.</summary>
public sealed class AppearanceJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task The_dark_theme_is_taken_at_once_and_remembered()
    {
        await Page.OpenAsync("/", "Overview");
        Assert.False(await IsDarkAsync(Page));

        await ChooseAsync("Dark");
        Assert.True(await IsDarkAsync(Page));
        await Page.ReloadAsync();
        await Page.ShowsAsync("Overview");
        Assert.True(await IsDarkAsync(Page));
        await Page.OpenAsync("/sends", "Sends");
        Assert.True(await IsDarkAsync(Page));

        await ChooseAsync("Light");
        Assert.False(await IsDarkAsync(Page));
    }

    [Fact]
    public async Task Without_a_choice_the_systems_theme_is_followed()
    {
        var page = await VisitAsync(Look.Desk with { Dark = true });
        await page.OpenAsync("/", "Overview");
        Assert.True(await IsDarkAsync(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.False(await IsDarkAsync(page));
    }

    [Fact]
    public async Task On_a_phone_the_navigation_is_an_overlay_that_opens_and_closes()
    {
        var page = await VisitAsync(Look.Phone);
        await page.OpenAsync("/", "Overview");
        var navigation = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "Navigation" });
        await Expect(navigation).ToBeHiddenAsync();

        await toggle.ClickAsync();
        await Expect(navigation).ToBeInViewportAsync();
        await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Escape");
        await Expect(navigation).ToBeHiddenAsync();

        await toggle.ClickAsync();
        await navigation.GetByRole(AriaRole.Link, new() { Name = "Sends" }).ClickAsync();
        await page.ShowsAsync("Sends");
        await Expect(navigation).ToBeHiddenAsync();
        await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "false");
    }

    private async Task ChooseAsync(string theme)
    {
        await Page.GetByLabel("Theme").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = theme, Exact = true }).ClickAsync();
    }

    /// <summary>By the page's own background, so that a theme that does not reach the screen is seen.</summary>
    private static async Task<bool> IsDarkAsync(IPage page)
    {
        var brightness = await page.EvaluateAsync<double>("""
            () => {
              const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            }
            """);
        return brightness < 128;
    }
}
