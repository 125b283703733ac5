using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>The first visit to an empty installation, which is another hub than the shared one.</summary>
public sealed class SetupJourney(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    private static readonly Dictionary<string, string?> NoBootstrap = new(StringComparer.Ordinal)
    {
        ["NotifyHub:Bootstrap:OwnerEmail"] = "",
        ["NotifyHub:Bootstrap:OwnerPassword"] = "",
        ["NotifyHub:Bootstrap:ServerKey"] = "",
    };

    private readonly ConsoleToken _console = new();
    private TestHub _empty = null!;

    public override async Task InitializeAsync() => _empty = await TestHub.StartAsync(NoBootstrap, services => services.AddSingleton<ILoggerProvider>(_console));

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await _empty.DisposeAsync();
            _console.Dispose();
        }
    }

    [Fact]
    public async Task The_first_visitor_with_the_console_token_becomes_owner()
    {
        var visitor = await VisitAsync(session: null, url: _empty.Url);

        await visitor.GotoAsync("/");
        await Expect(visitor).ToHaveURLAsync(new Regex("/setup$"));
        await visitor.GetByLabel("Set-up token").FillAsync("AAAA-BBBB-CCCC-DDDD-EEEE");
        await FillInAsync(visitor);
        await Expect(visitor.GetByText("This is not the token on the console")).ToBeVisibleAsync();

        await SetUpAsync(visitor);
        await Expect(visitor.GetByRole(AriaRole.Banner)).ToContainTextAsync("Analytical Engine");
        await visitor.GotoAsync("/setup");
        await visitor.ShowsAsync("Overview");
    }

    [Fact]
    public async Task Before_anything_was_done_every_page_teaches_the_next_step()
    {
        var owner = await VisitAsync(session: null, url: _empty.Url);
        await owner.GotoAsync("/setup");
        await owner.LookAsync("setup", "Set up NotifyHub");
        await SetUpAsync(owner);
        await owner.LookAsync("overview-empty", "Overview");
        foreach (var (name, address, heading) in new[] { ("sends-empty", "/sends", "Sends"), ("devices-empty", "/devices", "Devices"), ("keys-empty", "/developers/keys", "API keys"), ("providers-empty", "/providers", "Providers"), ("sandbox-empty", "/sandbox", "Sandbox phones") })
        {
            await owner.OpenAsync(address, heading);
            await owner.LookAsync(name, heading);
        }
    }

    private async Task SetUpAsync(IPage page)
    {
        await page.GetByLabel("Set-up token").FillAsync(await _console.ReadAsync());
        await FillInAsync(page);
        await page.ShowsAsync("Overview");
    }

    private static async Task FillInAsync(IPage page)
    {
        await page.GetByLabel("Your name").FillAsync("Ada Lovelace");
        await page.GetByLabel("E-mail").FillAsync("ada@example.com");
        await page.GetByLabel("Password").FillAsync("several unrelated words");
        await page.GetByLabel("First project").FillAsync("Analytical Engine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create owner and project" }).ClickAsync();
    }
}
