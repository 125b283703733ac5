using Microsoft.Playwright;

namespace NotifyHub.E2E.Support;

/// <summary>Pictures of pages, for people to look at: NOTIFYHUB_SCREENS names a folder; without it none are taken.</summary>
public static class Screens
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("NOTIFYHUB_SCREENS");

    /// <summary>Saves the whole page as <c>name-width-theme.png</c>.</summary>
    public static async Task SaveAsync(IPage page, string name, Look look)
    {
        if (string.IsNullOrEmpty(Folder))
        {
            return;
        }
        Directory.CreateDirectory(Folder);
        // The content may scroll in a box of its own: the window is made as high as all of it.
        var height = await page.EvaluateAsync<int>("""
            () => Math.max(document.scrollingElement.scrollHeight, ...[...document.querySelectorAll("main")].map(main => main.getBoundingClientRect().top + main.scrollHeight))
            """);
        await page.SetViewportSizeAsync(look.Width, Math.Max(look.Height, Math.Min(height, 8000)));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{look}.png"), Animations = ScreenshotAnimations.Disabled });
        await page.SetViewportSizeAsync(look.Width, look.Height);
    }
}
