using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyHub.Security.SignIn;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class SignInTests
{
    [Fact]
    public async Task A_right_password_opens_a_session_in_a_cookie_that_scripts_cannot_read()
    {
        await using var hub = await TestHub.StartAsync();
        using var person = new FormClient(hub.Url);
        var answer = await person.SignInAsync(hub.OwnerEmail, hub.OwnerPassword);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("notifyhub=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_form_that_another_tab_made_stale_is_shown_anew()
    {
        await using var hub = await TestHub.StartAsync();
        using var person = new FormClient(hub.Url);
        var stale = await person.ReadFormAsync("/sign-in?ReturnUrl=%2Fsends");
        await person.SignInAsync(hub.OwnerEmail, hub.OwnerPassword);
        var answer = await person.Http.PostAsync("/sign-in?ReturnUrl=%2Fsends", new FormUrlEncodedContent(stale));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in?ReturnUrl=%2Fsends", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_unknown_account_and_a_wrong_password_get_the_same_words()
    {
        await using var hub = await TestHub.StartAsync();
        using var person = new FormClient(hub.Url);
        var wrong = await (await person.SignInAsync(hub.OwnerEmail, "not the password at all")).Content.ReadAsStringAsync();
        var unknown = await (await person.SignInAsync("nobody@example.com", "not the password at all")).Content.ReadAsStringAsync();
        Assert.Contains("The e-mail or the password is wrong.", wrong);
        Assert.Contains("The e-mail or the password is wrong.", unknown);
    }

    [Theory]
    [InlineData("owner@example.com")]
    [InlineData("nobody@example.com")]
    public async Task Guessing_is_slowed_down_also_for_accounts_that_do_not_exist(string email)
    {
        var clock = new ManualTime(DateTimeOffset.UtcNow);
        await using var hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        using var person = new FormClient(hub.Url);
        var text = "";
        for (var i = 0; i < 6; i++)
        {
            text = await (await person.SignInAsync(email, $"guess number {i} of many")).Content.ReadAsStringAsync();
        }
        Assert.Contains("Too many attempts", text);
    }

    [Fact]
    public async Task A_strangers_guesses_do_not_keep_out_an_owner_whose_browser_is_known()
    {
        var clock = new ManualTime(DateTimeOffset.UtcNow);
        await using var hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        using var owner = await FormClient.OwnerOf(hub);
        using var stranger = new FormClient(hub.Url);
        for (var i = 0; i < 6; i++)
        {
            await stranger.SignInAsync(hub.OwnerEmail, $"guess number {i} of many");
        }
        using var elsewhere = new FormClient(hub.Url);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.SignInAsync(hub.OwnerEmail, hub.OwnerPassword)).StatusCode);
        await owner.PostAsync("/", new Dictionary<string, string>(), action: "/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, (await owner.SignInAsync(hub.OwnerEmail, hub.OwnerPassword)).StatusCode);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.SignInAsync(hub.OwnerEmail, hub.OwnerPassword)).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_eight_idle_hours_and_after_seven_days_of_use()
    {
        var clock = new ManualTime(DateTimeOffset.UtcNow);
        await using var hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        using (var owner = await FormClient.OwnerOf(hub))
        {
            clock.Advance(TimeSpan.FromHours(8.1));
            Assert.Equal(HttpStatusCode.Redirect, (await owner.Http.GetAsync("/developers/keys")).StatusCode);
        }
        using var busy = await FormClient.OwnerOf(hub);
        for (var hours = 0; hours < 7 * 24; hours += 6)
        {
            Assert.Equal(HttpStatusCode.OK, (await busy.Http.GetAsync("/developers/keys")).StatusCode);
            clock.Advance(TimeSpan.FromHours(6));
        }
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Redirect, (await busy.Http.GetAsync("/developers/keys")).StatusCode);
    }

    [Fact]
    public void A_password_hash_costs_what_OWASP_asks()
    {
        var services = new ServiceCollection();
        services.AddSignIn(new ConfigurationBuilder().Build());
        using var provider = services.BuildServiceProvider();
        Assert.True(provider.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount >= 210_000);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sends")]
    [InlineData("/providers")]
    [InlineData("/developers/keys")]
    public async Task Pages_ask_for_a_sign_in(string page)
    {
        await using var hub = await TestHub.StartAsync();
        var answer = await hub.ClientFor(null).GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in", answer.Headers.Location!.PathAndQuery());
    }

    [Fact]
    public async Task The_circuit_hub_is_closed_to_strangers()
    {
        await using var hub = await TestHub.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.ClientFor(null).PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task Machine_routes_are_never_sent_to_the_sign_in_page()
    {
        await using var hub = await TestHub.StartAsync();
        using var owner = await FormClient.OwnerOf(hub);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.ClientFor(null).GetAsync("/v1/nothing-here")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Http.GetAsync("/v1/nothing-here")).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_leads_to_this_site_only(string returnUrl)
    {
        await using var hub = await TestHub.StartAsync();
        using var person = new FormClient(hub.Url);
        var answer = await person.PostAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", new Dictionary<string, string> { ["Input.Email"] = hub.OwnerEmail, ["Input.Password"] = hub.OwnerPassword });
        Assert.Equal("/", answer.Headers.Location!.PathAndQuery());
    }

    [Fact]
    public async Task Signing_out_needs_the_token_of_our_own_form_and_ends_the_session()
    {
        await using var hub = await TestHub.StartAsync();
        using var owner = await FormClient.OwnerOf(hub);
        Assert.Equal("/", (await owner.Http.PostAsync("/sign-out", new FormUrlEncodedContent([]))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await owner.PostAsync("/", new Dictionary<string, string>(), action: "/sign-out")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await owner.Http.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_password_of_a_megabyte_is_refused_at_once()
    {
        await using var hub = await TestHub.StartAsync();
        using var person = new FormClient(hub.Url);
        var text = await (await person.SignInAsync(hub.OwnerEmail, new string('x', 1_000_000))).Content.ReadAsStringAsync();
        Assert.Contains("too long for a password", text);
    }
}

internal static class LocationText
{
    /// <summary>Path and query of a redirect, whether it was sent absolute or relative.</summary>
    public static string PathAndQuery(this Uri location) => location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
}
