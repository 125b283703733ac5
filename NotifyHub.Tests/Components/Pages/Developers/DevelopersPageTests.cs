using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Developers;
using NotifyHub.Data.Rows;
using NotifyHub.Security.WebOrigins;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.Developers;

public sealed class DevelopersPageTests : IAsyncLifetime
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
    public async Task It_shows_snippets_with_this_servers_address_and_the_requests_of_the_project()
    {
        await _hub.Client.ReadAsync("/v1/push/receipts/dlv_0000000000001");
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(member);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/developers");
        var page = context.Render<DevelopersPage>();
        var address = context.Services.GetRequiredService<NavigationManager>().BaseUri.TrimEnd('/');
        Assert.Contains($"curl {address}/v1/push/send", page.Find("pre").TextContent);
        Assert.Contains($"importScripts(\"{address}/sdk/notifyhub-sw.js\")", page.Markup.Replace("&quot;", "\"", StringComparison.Ordinal));
        Assert.Contains("/v1/push/receipts/dlv_0000000000001", page.Find("table.requests").TextContent);
        Assert.Contains("not_found", page.Find("table.requests").TextContent);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/developers?lang=csharp&show=refused");
        page.WaitForState(() => page.Find("pre").TextContent.Contains("PostAsJsonAsync", StringComparison.Ordinal));
        Assert.True(page.Find("#origins").HasAttribute("disabled"));
    }

    [Fact]
    public async Task An_admin_lists_web_sites_and_is_told_which_line_is_wrong()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<DevelopersPage>();
        page.WaitForElement("#origins").Change("https://shop.example.com\nshop.example.com/path");
        await page.FindAll("button").Single(b => b.TextContent == "Save").ClickAsync(new());
        Assert.StartsWith("shop.example.com/path: ", page.WaitForElement(".field-error").TextContent, StringComparison.Ordinal);
        page.Find("#origins").Change("https://shop.example.com\n");
        await page.FindAll("button").Single(b => b.TextContent == "Save").ClickAsync(new());
        Assert.Empty(page.FindAll(".field-error"));
        Assert.Equal(["https://shop.example.com"], await _hub.Services.GetRequiredService<OriginDesk>().ListAsync(_hub.ProjectId));
    }
}
