using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Components.Pages.MyDevices;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Sandbox;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.MyDevices;

/// <summary>Pushes to this browser: on and off, with a browser's script played by the test.</summary>
public sealed class MyDevicesPageTests : IAsyncLifetime
{
    private const string Installation = "c7b0c1f4-7d0e-4b8e-9b59-1f3b5c1a2d3e";

    private TestHub _hub = null!;
    private TestMember _member = null!;
    private BunitContext _context = null!;
    private BunitJSModuleInterop _module = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _member = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        _context = new BunitContext();
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _module = _context.JSInterop.SetupModule("/js/devices.js");
        _module.Mode = JSRuntimeMode.Loose;
        _module.Setup<MyDevicesPage.BrowserLook>("look").SetResult(new(true, "default", Installation));
        _context.Services.AddFallbackServiceProvider(_member.Services);
    }

    public async Task DisposeAsync()
    {
        await _context.DisposeAsync();
        await _member.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public void Without_a_key_of_the_project_it_says_where_one_is_made()
    {
        var page = _context.Render<MyDevicesPage>();
        page.WaitForAssertion(() => Assert.Contains("no Web Push key yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_is_turned_on_belongs_to_the_member_and_is_revoked()
    {
        await KeyAsync();
        var phone = _hub.Sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Web, "Mine"));
        var subscription = phone.Subscription!;
        _module.Setup<MyDevicesPage.BrowserSubscription>("turnOn", _ => true)
            .SetResult(new("granted", subscription.Endpoint.ToString(), subscription.P256dh, subscription.Auth, Installation, "Chrome on Linux", "de-CH", "Europe/Zurich"));
        var page = _context.Render<MyDevicesPage>();
        page.WaitForAssertion(() => Assert.False(page.Find(".btn-primary").HasAttribute("disabled")));
        page.Find(".btn-primary").Click();
        page.WaitForAssertion(() => Assert.Contains("Chrome on Linux", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        Assert.Contains("this browser", page.Find("tbody tr").TextContent, StringComparison.Ordinal);

        var person = await PersonAsync();
        var device = Assert.Single(await _hub.Services.GetRequiredService<OwnDevices>().ListAsync(person));
        Assert.Equal((person.UserId, ProviderKind.WebPush), (device.UserId, device.Provider));
        Assert.StartsWith("member:", device.UserId, StringComparison.Ordinal);

        page.Find("tbody button").Click();
        page.WaitForAssertion(() => Assert.Contains("None yet", page.Markup, StringComparison.Ordinal));
        Assert.Empty(await _hub.Services.GetRequiredService<OwnDevices>().ListAsync(person));
        _module.VerifyInvoke("turnOff");
    }

    [Fact]
    public async Task A_browser_that_does_not_allow_it_is_told_apart_from_one_that_cannot()
    {
        await KeyAsync();
        _module.Setup<MyDevicesPage.BrowserSubscription>("turnOn", _ => true).SetResult(new("denied", null, null, null, null, null, null, null));
        var page = _context.Render<MyDevicesPage>();
        page.WaitForAssertion(() => Assert.False(page.Find(".btn-primary").HasAttribute("disabled")));
        page.Find(".btn-primary").Click();
        page.WaitForAssertion(() => Assert.Contains("does not allow it", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    private async Task KeyAsync()
    {
        var (config, secret) = UploadForm.Of(_hub.Sandbox.Credentials, "webpush");
        await _hub.Services.GetRequiredService<CredentialVault>().StoreAsync(ProjectAdmin.System(_hub.ProjectId), new NewCredential(ProviderKind.WebPush, config, secret, Activate: true));
    }

    private async Task<PersonCaller> PersonAsync()
    {
        var member = await _member.Services.GetRequiredService<ICurrentMember>().GetAsync();
        return await _hub.Services.GetRequiredService<MemberPeople>().OfAsync(member);
    }
}
