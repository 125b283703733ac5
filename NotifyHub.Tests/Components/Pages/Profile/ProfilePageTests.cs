using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Profile;
using NotifyHub.Data.Rows;
using NotifyHub.Security.SignIn;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.Profile;

public sealed class ProfilePageTests : IAsyncLifetime
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
    public async Task A_token_is_made_shown_once_hinted_at_and_revoked_after_a_second_word()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(member);
        var tokens = _hub.Services.GetRequiredService<PersonalTokens>();
        var page = context.Render<ProfilePage>();
        page.WaitForElement("#tokens + button").Click();
        page.Find("#token-name").Change("My laptop");
        await page.FindAll("form").Single(f => f.QuerySelector("#token-name") is not null).SubmitAsync();
        var token = page.WaitForElement(".issued code").TextContent;
        Assert.NotNull(await tokens.VerifyAsync(token));
        await page.Find(".issued .btn-primary").ClickAsync(new());
        Assert.DoesNotContain(token, page.Markup);
        Assert.Contains("My laptop", page.Find("table").TextContent);
        await page.Find("[aria-label='Revoke My laptop']").ClickAsync(new());
        Assert.NotNull(await tokens.VerifyAsync(token));
        await page.FindAll("button").Single(b => b.TextContent == "Revoke now").ClickAsync(new());
        Assert.Null(await tokens.VerifyAsync(token));
        Assert.Contains("Revoked", page.Find("table").TextContent);
    }

    [Fact]
    public async Task Name_zone_and_language_are_saved_and_wrong_ones_are_told()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(member);
        var page = context.Render<ProfilePage>();
        page.WaitForElement("#profile-zone").Change("Mars/Olympus");
        var form = page.FindAll("form").Single(f => f.QuerySelector("#profile-zone") is not null);
        await form.SubmitAsync();
        Assert.Contains("This is not a time zone", page.Markup);
        page.Find("#profile-locale").Change("german!");
        await form.SubmitAsync();
        Assert.Contains("This is not a language tag", page.Markup);
        page.Find("#profile-locale").Change("de_at");
        page.Find("#profile-zone").Change("Europe/Zurich");
        page.Find("#profile-name").Change("Ada");
        await page.FindAll("form").Single(f => f.QuerySelector("#profile-zone") is not null).SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Saved.", page.Markup));
        var now = await member.Current.GetAsync();
        Assert.Equal(("Ada", "Europe/Zurich"), (now.DisplayName, now.TimeZone));
        await using var again = PageOf(member);
        var anew = again.Render<ProfilePage>();
        Assert.Equal("de-AT", anew.WaitForElement("#profile-locale").GetAttribute("value"));
    }
}
