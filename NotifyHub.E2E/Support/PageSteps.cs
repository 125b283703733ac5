using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Support;

/// <summary>Steps that many journeys take.</summary>
public static class PageSteps
{
    /// <summary>Fills in the sign-in form and sends it off.</summary>
    public static async Task SignInAsync(this IPage page, string email, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Waits for the page of this heading, and until it answers to clicks.</summary>
    public static async Task ShowsAsync(this IPage page, string heading)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1, Exact = true })).ToBeVisibleAsync();
        await page.IsLiveAsync();
    }

    /// <summary>Goes to a page of the dashboard and waits until it answers to clicks.</summary>
    public static async Task OpenAsync(this IPage page, string path, string heading)
    {
        await page.GotoAsync(path);
        await page.ShowsAsync(heading);
    }

    /// <summary>A page is drawn before its circuit runs; a click before that would be lost.</summary>
    public static Task IsLiveAsync(this IPage page) => Expect(page.Locator(".shell[data-live]")).ToBeVisibleAsync();

    /// <summary>A simulated phone on the sandbox's page.</summary>
    public static ILocator Phone(this IPage page, string name) => page.GetByRole(AriaRole.Article, new() { Name = name, Exact = true });

    /// <summary>A card of a page, by its heading.</summary>
    public static ILocator Card(this IPage page, string heading) => page.GetByRole(AriaRole.Region, new() { Name = heading, Exact = true });

    /// <summary>Opens a menu of the bar.</summary>
    public static Task OpenMenuAsync(this IPage page, string name) =>
        page.GetByRole(AriaRole.Banner).Locator("summary").Filter(new() { HasText = name }).ClickAsync();

    /// <summary>A row of a list that shows this text.</summary>
    public static ILocator Row(this IPage page, string text) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>Leaves a mark that any reload would wipe away.</summary>
    public static Task MarkAsync(this IPage page) => page.EvaluateAsync("() => { window.journeyMark = true; }");

    /// <summary>Fails when the page was loaded anew since <see cref="MarkAsync"/>.</summary>
    public static async Task AssertNotReloadedAsync(this IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("() => window.journeyMark === true"), "The page was loaded anew.");
}
