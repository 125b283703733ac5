using System.Globalization;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A team grows by one and loses them again, on a hub of its own.</summary>
public sealed class TeamJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    private TestHub _own = null!;
    private TestHub? _mailing;

    public override async Task InitializeAsync()
    {
        _own = await TestHub.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _own.DisposeAsync();
        if (_mailing is not null)
        {
            await _mailing.DisposeAsync();
        }
    }

    [Fact]
    public async Task Somebody_is_invited_accepts_gets_another_role_and_is_removed()
    {
        var owner = await VisitAsync(session: null, url: _own.Url);
        await owner.SignInAsync(_own.OwnerEmail, _own.OwnerPassword);
        await owner.ShowsAsync("Overview");
        await owner.OpenAsync("/team", "Team");
        await Expect(owner.Card("Open invitations")).ToContainTextAsync("None.");
        await owner.LookAsync("team-alone", "Team");
        await owner.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await owner.GetByLabel("E-mail").FillAsync("sam@example.com");
        await owner.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("Operator");
        await owner.LookAsync("team-invite", "Team");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        var card = owner.GetByRole(AriaRole.Status).Filter(new() { HasText = "Give sam@example.com this link" });
        await Expect(card).ToBeVisibleAsync();
        await owner.LookAsync("team-invited", "Team");
        var link = (await card.Locator("code").InnerTextAsync()).Trim();
        await owner.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Expect(owner.Row("sam@example.com")).ToContainTextAsync("Operator");

        var sam = await VisitAsync(session: null, url: _own.Url);
        await sam.GotoAsync(link);
        await sam.LookAsync("invite", "Join Test project");
        await sam.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);
        await sam.GetByLabel("Your name").FillAsync("Sam Okoye");
        await sam.GetByLabel("Password").FillAsync("yet another set of unrelated words");
        await sam.GetByRole(AriaRole.Button, new() { Name = "Create account and join" }).ClickAsync();
        await sam.ShowsAsync("Overview");
        await sam.OpenAsync("/team", "Team");
        await Expect(sam.Row(_own.OwnerEmail)).ToContainTextAsync("Owner");
        await Expect(sam.Row("Sam Okoye")).ToContainTextAsync("Operator");
        await Expect(sam.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true })).ToHaveCountAsync(0);

        // Both pages follow by themselves.
        await Expect(owner.Row("Sam Okoye")).ToContainTextAsync("Operator");
        await Expect(owner.Card("Open invitations")).ToContainTextAsync("None.");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Change role of Sam Okoye" }).ClickAsync();
        await owner.GetByLabel("New role").SelectOptionAsync("Admin");
        await owner.LookAsync("team-role", "Team");
        await owner.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Expect(owner.Row("Sam Okoye")).ToContainTextAsync("Admin");
        await Expect(sam.Row("Sam Okoye")).ToContainTextAsync("Admin");
        await Expect(sam.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true })).ToBeVisibleAsync();

        await owner.GetByRole(AriaRole.Button, new() { Name = "Remove Sam Okoye" }).ClickAsync();
        await owner.LookAsync("team-remove", "Team");
        await owner.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Remove now" }).ClickAsync();
        await Expect(owner.Row("Sam Okoye")).ToHaveCountAsync(0);
        // At once it shows nothing any more; nobody clicks.
        await Expect(sam.GetByRole(AriaRole.Table)).ToHaveCountAsync(0);
        // Its circuit looks every 30 s.
        await Expect(sam.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        var late = await VisitAsync(session: null, url: _own.Url);
        await late.GotoAsync(link);
        await late.LookAsync("invite-over", "This invitation does not work");
        // Chromium tells every answer of 410.
        ExpectFault("410 (Gone)");
    }

    [Fact]
    public async Task A_mailed_code_signs_in_where_a_mail_server_is_set()
    {
        await using var server = new MailCatcher();
        var mailing = _mailing = await TestHub.StartAsync(new Dictionary<string, string?>
        {
            ["NotifyHub:Email:Smtp:Host"] = "127.0.0.1", ["NotifyHub:Email:Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["NotifyHub:Email:Smtp:StartTls"] = "false", ["NotifyHub:Email:Smtp:From"] = "hub@example.com",
        });
        var page = await VisitAsync(session: null, url: mailing.Url);
        await page.GotoAsync("/sign-in");
        await page.LookAsync("sign-in-mail-offered", "Sign in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mail me a code instead" }).ClickAsync();
        await page.LookAsync("sign-in-mail", "Sign in by mail");
        await page.GetByLabel("E-mail").FillAsync(mailing.OwnerEmail);
        await page.GetByRole(AriaRole.Button, new() { Name = "Mail me a code" }).ClickAsync();
        await Expect(page.GetByText("a code is on its way")).ToBeVisibleAsync();
        var code = string.Join('\n', (await server.NextAsync()).Lines.SkipWhile(line => line.Length > 0)).Split('\n').First(line => line.Length == 6 && line.All(char.IsAsciiDigit));
        await page.GetByLabel("Code").FillAsync("12 34");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByText("This is not the code")).ToBeVisibleAsync();
        await page.LookAsync("sign-in-mail-code", "Sign in by mail");
        await page.GetByLabel("Code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ShowsAsync("Overview");
    }
}
