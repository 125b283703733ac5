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
        await visitor.GetByLabel("Your name").FillAsync("Ada Lovelace");
        await visitor.GetByLabel("E-mail").FillAsync("ada@example.com");
        await visitor.GetByLabel("Password").FillAsync("several unrelated words");
        await visitor.GetByLabel("First project").FillAsync("Analytical Engine");
        var create = visitor.GetByRole(AriaRole.Button, new() { Name = "Create owner and project" });
        await create.ClickAsync();
        await Expect(visitor.GetByText("This is not the token on the console")).ToBeVisibleAsync();

        await visitor.GetByLabel("Set-up token").FillAsync(await _console.ReadAsync());
        await visitor.GetByLabel("Password").FillAsync("several unrelated words");
        await create.ClickAsync();

        await visitor.ShowsAsync("Overview");
        await Expect(visitor.GetByRole(AriaRole.Banner)).ToContainTextAsync("Analytical Engine");
        await visitor.GotoAsync("/setup");
        await visitor.ShowsAsync("Overview");
    }
}
