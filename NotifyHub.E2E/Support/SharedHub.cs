using Microsoft.Playwright;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Support;

/// <summary>The app that all journeys share: the sandbox beside it, working credentials for its three vendors.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    private TestHub _hub = null!;
    private string? _session;

    /// <summary>http://127.0.0.1:port/</summary>
    public Uri Url => _hub.Url;
    /// <summary>The owner's e-mail.</summary>
    public string OwnerEmail => _hub.OwnerEmail;
    /// <summary>The owner's password.</summary>
    public string OwnerPassword => _hub.OwnerPassword;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
    }

    /// <summary>Cookies of an owner's visit. The first call signs in, by the form.</summary>
    public async Task<string> OwnerSessionAsync(JourneyBrowser browser)
    {
        if (_session is null)
        {
            await using var context = await browser.NewContextAsync(Url);
            var page = await context.NewPageAsync();
            await page.SignInAsync(OwnerEmail, OwnerPassword);
            await page.ShowsAsync("Overview");
            _session = await context.StorageStateAsync();
        }
        return _session;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _hub.DisposeAsync();
}
