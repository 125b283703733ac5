using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Providers;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.Providers;

public sealed class ProvidersPageTests : IAsyncLifetime
{
    private TestHub _hub = null!;
    private TestMember _member = null!;
    private BunitContext _context = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _member = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        _context = new BunitContext();
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddFallbackServiceProvider(_member.Services);
    }

    public async Task DisposeAsync()
    {
        await _context.DisposeAsync();
        await _member.DisposeAsync();
        await _hub.DisposeAsync();
    }

    private static string Card(ProviderKind kind) => $"section[aria-labelledby=provider-{kind.Wire()}]";

    [Fact]
    public async Task A_web_push_pair_is_made_by_two_clicks()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.WebPush)} .btn-primary").Click();
        await page.Find("form").SubmitAsync();
        Assert.Contains("Version 1 is active", page.WaitForElement($"{Card(ProviderKind.WebPush)} [role=status]").TextContent);
        Assert.Contains("Public key", page.Find(Card(ProviderKind.WebPush)).TextContent);
    }

    [Fact]
    public async Task An_apple_key_is_typed_in_probed_and_active()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.Apns)} .btn-primary").Click();
        page.Find("#p8").Change(_hub.Sandbox.Credentials.P8);
        Assert.Contains("right kind of file", page.Markup);
        page.Find("#key-id").Change(SandboxCredentials.KeyId);
        page.Find("#team-id").Change(SandboxCredentials.TeamId);
        page.Find("#bundle-id").Change(SandboxCredentials.BundleId);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("APNs takes it", page.Find(Card(ProviderKind.Apns)).TextContent), TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("PRIVATE KEY", page.Markup);
    }

    [Fact]
    public async Task A_bots_token_is_pasted_probed_and_a_member_says_where_they_are()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.Slack)} .btn-primary").Click();
        page.Find("#slack-token").Change("https://hooks.slack.com/services/T/B/x");
        Assert.Contains("incoming webhook", page.Find(Card(ProviderKind.Slack)).TextContent);
        page.Find("#slack-token").Change(_hub.Sandbox.Credentials.SlackBotToken);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Slack knows the bot", page.Find(Card(ProviderKind.Slack)).TextContent), TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(_hub.Sandbox.Credentials.SlackBotToken, page.Markup);

        var addresses = new NotifyHub.Audience.People.PersonChannels { Slack = "U012AB3CD" };
        var person = await _hub.Services.GetRequiredService<NotifyHub.Audience.People.MemberPeople>().OfAsync(await _member.Services.GetRequiredService<ICurrentMember>().GetAsync());
        var card = _context.Render<NotifyHub.Components.Pages.Preferences.AddressesCard>(parameters => parameters.Add(c => c.Person, person).Add(c => c.Channels, [ChannelKind.Slack]));
        Assert.Empty(card.FindAll("#reach-telegram"));
        card.Find("#reach-slack").Change(addresses.Slack);
        await card.Find("form").SubmitAsync();
        card.WaitForAssertion(() => Assert.Contains("Saved.", card.Markup, StringComparison.Ordinal));
        var stored = await _hub.Services.GetRequiredService<NotifyHub.Audience.People.PersonRegistry>().FindAsync(person.ProjectId, person.UserId);
        Assert.Equal(addresses, NotifyHub.Audience.People.ChannelsJson.Read(stored!.Channels));
        Assert.NotNull(stored.Email);
    }

    [Fact]
    public async Task An_Expo_access_token_is_pasted_probed_and_active()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.Expo)} .btn-primary").Click();
        page.Find("#access-token").Change("ExponentPushToken[abc]");
        Assert.Contains("a device's push token", page.Find(".field-error").TextContent);
        page.Find("#access-token").Change(_hub.Sandbox.Credentials.ExpoAccessToken);
        Assert.Contains("reads like an access token", page.Markup);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Expo takes it", page.Find(Card(ProviderKind.Expo)).TextContent), TimeSpan.FromSeconds(20));
        Assert.Contains("by access token", page.Find(Card(ProviderKind.Expo)).TextContent);
        Assert.DoesNotContain(_hub.Sandbox.Credentials.ExpoAccessToken, page.Markup);
    }

    [Fact]
    public void A_wrong_file_is_recognised_as_soon_as_it_is_pasted()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.Fcm)} .btn-primary").Click();
        page.Find("#service-account").Change("""{"project_info":{"project_id":"x"},"client":[]}""");
        Assert.Contains("google-services.json", page.Find(".field-error").TextContent);
    }

    [Fact]
    public async Task A_Huawei_app_is_typed_in_probed_and_active()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.Huawei)} .btn-primary").Click();
        page.Find("#client-secret").Change("""{"agcgw":{},"client":{"client_secret":"x"}}""");
        Assert.Contains("agconnect-services.json", page.Find(".field-error").TextContent);
        page.Find("#client-secret").Change(_hub.Sandbox.Credentials.HuaweiClientSecret);
        Assert.Contains("may be the right secret", page.Markup);
        page.Find("#app-id").Change("twelve");
        await page.Find("form").SubmitAsync();
        Assert.Contains("5 to 20 digits", page.WaitForElement(".field-error").TextContent);
        page.Find("#app-id").Change(SandboxCredentials.HuaweiAppId);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Huawei takes it", page.Find(Card(ProviderKind.Huawei)).TextContent), TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(_hub.Sandbox.Credentials.HuaweiClientSecret, page.Markup);
    }

    [Fact]
    public async Task A_MiPush_app_is_typed_in_probed_and_active()
    {
        var page = _context.Render<ProvidersPage>();
        page.WaitForElement($"{Card(ProviderKind.MiPush)} .btn-primary").Click();
        page.Find("#app-secret").Change("2882303761517612345");
        Assert.Contains("the AppId", page.Find(".field-error").TextContent);
        page.Find("#app-secret").Change(_hub.Sandbox.Credentials.MiPushAppSecret);
        page.Find("#package-name").Change(SandboxCredentials.PackageName);
        page.Find("#region").Change("global");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("MiPush takes it", page.Find(Card(ProviderKind.MiPush)).TextContent), TimeSpan.FromSeconds(20));
        Assert.Contains("global", page.Find(Card(ProviderKind.MiPush)).TextContent);
        Assert.DoesNotContain(_hub.Sandbox.Credentials.MiPushAppSecret, page.Markup);
    }

    [Fact]
    public async Task A_pause_is_shown_in_words_and_a_good_probe_lifts_it()
    {
        var stored = await _hub.Services.GetRequiredService<CredentialVault>().StoreAsync(
            ProjectAdmin.System(_hub.ProjectId), new NewCredential(ProviderKind.WebPush, """{"subject":"mailto:a@example.com"}""", "{}", Activate: true));
        await _hub.Services.GetRequiredService<ActiveCredentials>().PauseAsync(_hub.ProjectId, stored.Id, "VapidPkHashMismatch");
        var page = _context.Render<ProvidersPage>();
        Assert.Contains("VapidPkHashMismatch", page.WaitForElement($"{Card(ProviderKind.WebPush)} [role=alert]").TextContent);
        await page.FindAll($"{Card(ProviderKind.WebPush)} button").Single(b => b.TextContent == "Probe now").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll($"{Card(ProviderKind.WebPush)} [role=alert]")));
    }

    [Fact]
    public void An_apple_file_name_tells_the_key_id()
    {
        var draft = new CredentialDraft(ProviderKind.Apns);
        draft.Take("text", "AuthKey_ABC123DEFG.p8");
        Assert.Equal("ABC123DEFG", draft.KeyId);
        draft.Take("text", "AuthKey_XYZ123DEFG.p8");
        Assert.Equal("ABC123DEFG", draft.KeyId);
    }
}
