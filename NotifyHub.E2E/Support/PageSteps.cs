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
}
