using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Team;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;
using NotifyHub.Team;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages;

public sealed class TeamPageTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task An_admin_invites_sends_again_and_revokes_after_a_second_word()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<TeamPage>();
        page.WaitForAssertion(() => Assert.Contains("None. Invite somebody", page.Markup, StringComparison.Ordinal));
        await page.Find("header .btn-primary").ClickAsync(new());
        Assert.Equal(["Admin", "Operator", "Viewer"], page.FindAll("#invite-role option").Select(option => option.TextContent));
        await page.Find("form").SubmitAsync();
        Assert.Contains("Enter a mail address.", page.Markup, StringComparison.Ordinal);
        page.Find("#invite-email").Change("owner@example.com");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("in the team already", page.Find("form [role=alert]").TextContent, StringComparison.Ordinal));
        page.Find("#invite-email").Change("sam@example.com");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("/invite/", page.Find(".issued code").TextContent, StringComparison.Ordinal));
        var link = page.Find(".issued code").TextContent;
        Assert.Empty(page.FindAll("form"));
        await page.Find(".issued .btn-primary").ClickAsync(new());
        Assert.DoesNotContain(link, page.Markup, StringComparison.Ordinal);

        await page.Find("[aria-label='Send again to sam@example.com']").ClickAsync(new());
        page.WaitForAssertion(() => Assert.NotEqual(link, page.Find(".issued code").TextContent));
        await page.Find("[aria-label='Revoke the invitation of sam@example.com']").ClickAsync(new());
        Assert.Contains("sam@example.com", page.Find("[aria-labelledby=invitations] table").TextContent, StringComparison.Ordinal);
        await Button(page, "Revoke now").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("None. Invite somebody", page.Markup, StringComparison.Ordinal));
        // A link that works no more is not offered on.
        Assert.Empty(page.FindAll(".issued"));
    }

    [Fact]
    public async Task A_role_is_changed_a_member_removed_and_the_last_owner_kept()
    {
        await using var owner = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        await using var other = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(owner);
        var page = context.Render<TeamPage>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[aria-labelledby=members] tbody tr").Count));
        await Row(page, other).QuerySelector("[aria-label^='Change role']")!.ClickAsync(new());
        Row(page, other).QuerySelector("select")!.Change("Operator");
        await Button(page, "Change").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("Operator", Row(page, other).QuerySelector(".badge")!.TextContent));
        Assert.Equal(ProjectRole.Operator, (await other.Current.GetAsync()).Role);
        await Row(page, other).QuerySelector("[aria-label^='Remove']")!.ClickAsync(new());
        await Button(page, "Remove now").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[aria-labelledby=members] tbody tr").Count));

        // Only this one is left as an owner, and may not go.
        await page.FindAll("[aria-label^='Remove ']").Single().ClickAsync(new());
        await Button(page, "Remove now").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[aria-labelledby=members] tbody tr")));
        await Button(page, "Leave").ClickAsync(new());
        await Button(page, "Leave now").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("A project needs an owner.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_sees_the_team_and_may_only_leave_it()
    {
        await using var viewer = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(viewer);
        var page = context.Render<TeamPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[aria-labelledby=members] tbody tr").Count));
        Assert.Equal(["Leave"], page.FindAll("button").Select(button => button.TextContent.Trim()));
        Assert.DoesNotContain("Open invitations", page.Markup, StringComparison.Ordinal);
        await Button(page, "Leave").ClickAsync(new());
        await Button(page, "Leave now").ClickAsync(new());
        Assert.EndsWith("/", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AccessDeniedException>(() => viewer.Current.GetAsync().AsTask());
    }

    [Fact]
    public async Task A_page_that_an_admin_opened_does_nothing_once_they_are_none()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<TeamPage>();
        await page.WaitForElement("header .btn-primary").ClickAsync(new());
        await member.BecomeAsync(ProjectRole.Operator);
        page.Find("#invite-email").Change("sam@example.com");
        // Where the store answers later, the refusal comes after the event's own end.
        await Record.ExceptionAsync(() => page.Find("form").SubmitAsync());
        Assert.IsType<AccessDeniedException>(await context.Renderer.UnhandledException.WaitAsync(TimeSpan.FromSeconds(30)));
        await member.BecomeAsync(ProjectRole.Admin);
        Assert.Empty(await _hub.Services.GetRequiredService<InvitationDesk>().ListAsync(await member.Current.GetAsync()));
    }

    private static BunitContext PageOf(TestMember member)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(member.Services);
        return context;
    }

    private static AngleSharp.Dom.IElement Row(IRenderedComponent<TeamPage> page, TestMember member) =>
        page.FindAll("[aria-labelledby=members] tbody tr").Single(row => row.TextContent.Contains(member.User.Email!, StringComparison.Ordinal));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<TeamPage> page, string words) => page.FindAll("button").Single(button => button.TextContent.Trim() == words);
}
