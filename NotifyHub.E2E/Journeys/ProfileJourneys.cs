using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Security.Accounts;
using NotifyHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A member and their own account, on a hub of its own: what ends sessions would end those of the journeys beside it.</summary>
public sealed class ProfileJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    private TestHub _own = null!;

    // By name: a passkey belongs to a name, and an address of numbers is none.
    private Uri Address => new UriBuilder(_own.Url) { Host = "localhost" }.Uri;

    public override async Task InitializeAsync()
    {
        _own = await TestHub.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _own.DisposeAsync();
    }

    [Fact]
    public async Task Name_and_token_are_made_on_the_profile_that_the_menu_leads_to()
    {
        var page = await SignedInAsync();
        await page.OpenMenuAsync("Account of");
        await page.GetByRole(AriaRole.Link, new() { Name = "Your profile" }).ClickAsync();
        await page.ShowsAsync("Your profile");
        await page.GetByLabel("Display name").FillAsync("Ada Lovelace");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New token" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("My laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        await Expect(page.GetByText("This is the only time it is shown.")).ToBeVisibleAsync();
        await page.LookAsync("profile-token", "Your profile");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Expect(page.Row("My laptop")).ToContainTextAsync("Live");
        await page.OpenAsync("/profile", "Your profile");
        await Expect(page.Locator(".avatar")).ToContainTextAsync("Account of Ada Lovelace");
    }

    [Fact]
    public async Task A_new_password_ends_the_page_that_is_open_elsewhere()
    {
        var here = await SignedInAsync();
        var there = await SignedInAsync();
        await there.OpenAsync("/developers/keys", "API keys");
        await here.GotoAsync("/profile/password");
        await here.GetByLabel("Current password").FillAsync(_own.OwnerPassword);
        await here.GetByLabel("New password").FillAsync("short");
        await here.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await Expect(here.GetByText("A password has 12 to 256 characters.")).ToBeVisibleAsync();
        await here.LookAsync("profile-password", "Password");
        await here.GetByLabel("Current password").FillAsync(_own.OwnerPassword);
        await here.GetByLabel("New password").FillAsync("a fresh set of unrelated words");
        await here.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await here.ShowsAsync("Your profile");
        await Expect(here.GetByText("Every other session has ended.").First).ToBeVisibleAsync();
        // Its circuit looks every 30 s; nobody clicks.
        await Expect(there.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task Two_factor_is_set_up_by_its_QR_code_and_asked_for_at_the_next_sign_in()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/profile/two-factor");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code" })).ToBeVisibleAsync();
        await page.LookAsync("profile-two-factor", "Two-factor sign-in");
        var secret = Bytes((await page.Locator(".secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        await page.GetByLabel("Code that the app shows").FillAsync(Totp.At(secret, TimeProvider.System.GetUtcNow()));
        await page.GetByLabel("Your password").FillAsync(_own.OwnerPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keep these recovery codes" })).ToBeVisibleAsync();
        await page.LookAsync("profile-recovery", "Two-factor sign-in");

        var anew = await VisitAsync(session: null, url: Address);
        await anew.SignInAsync(_own.OwnerEmail, _own.OwnerPassword);
        await anew.LookAsync("sign-in-code", "One more step");
        // The code of this step is spent; the app shows the next one soon, and clocks may differ by a step.
        await anew.GetByLabel("Code").FillAsync(Totp.At(secret, TimeProvider.System.GetUtcNow().AddSeconds(30)));
        await anew.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await anew.ShowsAsync("Overview");
    }

    [Fact]
    public async Task A_passkey_is_added_signs_in_without_a_password_and_is_removed()
    {
        var page = await SignedInAsync();
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true } });
        await page.GotoAsync("/profile/passkeys");
        await page.LookAsync("profile-passkeys", "Passkeys");
        await page.GetByLabel("Name").FillAsync("Work laptop");
        await page.GetByLabel("Your password").FillAsync(_own.OwnerPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await page.ShowsAsync("Your profile");
        await Expect(page.GetByText("The passkey is added.")).ToBeVisibleAsync();

        await page.OpenMenuAsync("Account of");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.ShowsAsync("Overview");

        await page.GotoAsync("/profile/passkeys");
        await page.LookAsync("profile-passkeys-one", "Passkeys");
        await page.GetByLabel("Your password, to remove one").FillAsync(_own.OwnerPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Work laptop" }).ClickAsync();
        await page.ShowsAsync("Your profile");
        await page.OpenMenuAsync("Account of");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByText("This passkey is not known here.")).ToBeVisibleAsync();
        // Chromium tells every answer of 400.
        ExpectFault("400 (Bad Request)");
    }

    private async Task<IPage> SignedInAsync()
    {
        var page = await VisitAsync(session: null, url: Address);
        await page.SignInAsync(_own.OwnerEmail, _own.OwnerPassword);
        await page.ShowsAsync("Overview");
        return page;
    }

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
