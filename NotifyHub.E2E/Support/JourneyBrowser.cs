using Microsoft.Playwright;

namespace NotifyHub.E2E.Support;

/// <summary>The one Chromium of all journeys: NOTIFYHUB_CHROMIUM, else /usr/bin/chromium. A machine without it fails the journeys.</summary>
public sealed class JourneyBrowser : IAsyncLifetime
{
    /// <summary>How long a page may take to come true on a busy machine, milliseconds.</summary>
    private const float Patience = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("NOTIFYHUB_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        Assert.True(File.Exists(path), $"The journeys need a Chromium: there is none at {path}. Install it, or set NOTIFYHUB_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        // Containers run as root, where Chromium has no sandbox of its own to offer, and give little shared memory.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-dev-shm-usage"], Timeout = 2 * Patience });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    /// <summary>A fresh profile: no cookie but those given, English, UTC.</summary>
    /// <param name="hub">Where relative addresses lead.</param>
    /// <param name="session">Cookies of a signed-in visit; null for a stranger.</param>
    /// <param name="look">Width and colour scheme.</param>
    public async Task<IBrowserContext> NewContextAsync(Uri hub, string? session = null, Look? look = null)
    {
        look ??= Look.Desk;
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = hub.ToString(),
            StorageState = session,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        return context;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }
        _playwright?.Dispose();
    }
}
