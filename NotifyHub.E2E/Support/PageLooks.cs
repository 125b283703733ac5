using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Support;

/// <summary>Looks at a page as different visitors see it.</summary>
public static class PageLooks
{
    /// <summary>In both themes and widths: the heading stands, and <see cref="PageAudit"/> has nothing to say. Saves pictures where they are asked for.</summary>
    /// <param name="page">Open at the page, in the state to look at.</param>
    /// <param name="name">Of the pictures.</param>
    /// <param name="heading">The page's h1.</param>
    public static async Task LookAsync(this IPage page, string name, string heading)
    {
        // Colours on their way to the theme's would be judged as if they were the theme's.
        await page.AddStyleTagAsync(new() { Content = "*, *::before, *::after { transition: none !important; animation: none !important; }" });
        var faults = new List<string>();
        foreach (var look in Look.All)
        {
            await page.SetViewportSizeAsync(look.Width, look.Height);
            await page.EmulateMediaAsync(new() { ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light });
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1, Exact = true })).ToBeVisibleAsync();
            await Screens.SaveAsync(page, name, look);
            faults.AddRange((await PageAudit.FaultsAsync(page)).Concat(await PageAudit.AxeFaultsAsync(page)).Select(fault => $"{look}: {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
