using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.ApiKeys;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.ApiKeys;

public sealed class ApiKeysPageTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    private static BunitContext PageOf(TestMember member)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(member.Services);
        return context;
    }

    [Fact]
    public async Task A_key_is_made_shown_once_and_then_only_hinted_at()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<ApiKeysPage>();
        page.WaitForElement("button.btn-primary").Click();
        page.Find("#key-name").Change("Shop backend");
        page.Find("form").Submit();
        var key = page.WaitForElement(".issued code").TextContent;
        Assert.NotNull(await _hub.Services.GetRequiredService<IKeyVerifier>().VerifyAsync(key));
        await page.FindAll(".issued button").Single(b => b.TextContent.Contains("I have copied", StringComparison.Ordinal)).ClickAsync(new());
        Assert.DoesNotContain(key, page.Markup);
        Assert.Contains("Shop backend", page.Find("table").TextContent);
    }

    [Fact]
    public async Task A_viewer_sees_the_keys_and_no_button()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(member);
        var page = context.Render<ApiKeysPage>();
        page.WaitForElement("table");
        Assert.Empty(page.FindAll("button:not([data-copy])"));
    }

    [Fact]
    public async Task An_admin_who_became_a_viewer_is_refused_at_the_open_page()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<ApiKeysPage>();
        page.WaitForElement(".btn-danger").Click();
        var revoke = page.Find(".ask .btn-danger");
        await member.BecomeAsync(ProjectRole.Viewer);
        await Assert.ThrowsAsync<AccessDeniedException>(() => revoke.ClickAsync(new()));
        Assert.NotNull(await _hub.Services.GetRequiredService<IKeyVerifier>().VerifyAsync(_hub.ServerKey));
    }

    [Fact]
    public async Task Revoking_asks_first_and_then_ends_the_key()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        await using var context = PageOf(member);
        var page = context.Render<ApiKeysPage>();
        page.WaitForElement(".btn-danger").Click();
        Assert.NotNull(await _hub.Services.GetRequiredService<IKeyVerifier>().VerifyAsync(_hub.ServerKey));
        await page.Find(".ask .btn-danger").ClickAsync(new());
        Assert.Null(await _hub.Services.GetRequiredService<IKeyVerifier>().VerifyAsync(_hub.ServerKey));
        Assert.Contains("Revoked", page.Find("table").TextContent);
    }
}
