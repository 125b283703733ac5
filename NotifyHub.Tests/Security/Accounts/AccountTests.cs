using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security.Accounts;

public sealed class AccountTests : IAsyncLifetime
{
    private const string Next = "a fresh set of unrelated words";
    private readonly ManualTime _clock = new(DateTimeOffset.UtcNow);
    private TestHub _hub = null!;
    private TestMember _circuit = null!;
    private FormClient _here = null!, _there = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(_clock));
        _circuit = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        (_here, _there) = (await SessionAsync(), await SessionAsync());
    }

    public async Task DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _circuit.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task A_new_password_needs_the_present_one_and_ends_every_other_session_and_open_page()
    {
        Assert.Contains("This is not your password.", await TextAsync(_here.PostAsync("/profile/password", Form("not the password at all", Next))));
        var weak = await TextAsync(_here.PostAsync("/profile/password", Form(TestMember.Password, "too short")));
        Assert.Contains("A password has 12 to 256 characters.", weak);
        Assert.DoesNotContain("too short", weak);
        await AssertOpenAsync(_there);

        var done = await _here.PostAsync("/profile/password", Form(TestMember.Password, Next));
        Assert.Equal((HttpStatusCode.Redirect, "/profile?done=password"), (done.StatusCode, done.Headers.Location?.PathAndQuery()));
        await AssertOpenAsync(_here);
        await AssertEndedAsync();
        using var anew = new FormClient(_hub.Url);
        Assert.Equal(HttpStatusCode.OK, (await anew.SignInAsync(_circuit.User.Email!, TestMember.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await anew.SignInAsync(_circuit.User.Email!, Next)).StatusCode);
        Assert.Contains("password.changed", await DeedsAsync());
    }

    [Fact]
    public async Task Signing_out_everywhere_leaves_this_session_alone()
    {
        Assert.Equal("/profile", (await _here.Http.PostAsync("/profile/sign-out-everywhere", new FormUrlEncodedContent([]))).Headers.Location?.OriginalString);
        await AssertOpenAsync(_there);
        var done = await _here.PostAsync("/profile", new Dictionary<string, string>(), action: "/profile/sign-out-everywhere");
        Assert.Equal("/profile?done=sessions", done.Headers.Location?.OriginalString);
        await AssertOpenAsync(_here);
        await AssertEndedAsync();
        Assert.Contains("signout.everywhere", await DeedsAsync());
    }

    [Fact]
    public async Task The_present_password_can_not_be_guessed_in_an_open_session()
    {
        for (var i = 0; i < 5; i++)
        {
            await _here.PostAsync("/profile/password", Form($"guess number {i} of many", Next));
        }
        Assert.Contains("Too many attempts", await TextAsync(_here.PostAsync("/profile/password", Form(TestMember.Password, Next))));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Redirect, (await _here.PostAsync("/profile/password", Form(TestMember.Password, Next))).StatusCode);
    }

    [Fact]
    public async Task Name_zone_and_language_are_the_members_and_their_persons()
    {
        await _circuit.Services.GetRequiredService<NotifyHub.Audience.People.MemberPeople>().OfAsync(await _circuit.Current.GetAsync());
        await _circuit.Services.GetRequiredService<AccountDesk>().SaveAsync(await _circuit.Current.GetAsync(), "Ada Lovelace", "Europe/London", "en-GB");
        var member = await _circuit.Current.GetAsync();
        Assert.Equal(("Ada Lovelace", "Europe/London"), (member.DisplayName, member.TimeZone));
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(_hub.ProjectId));
        Assert.Equal(
            ("Ada Lovelace", "Europe/London", "en-GB"),
            await db.People.Where(p => p.MemberId == member.UserId).Select(p => new { p.Name, p.TimeZone, p.Locale }).SingleAsync() is { } kept ? (kept.Name, kept.TimeZone, kept.Locale) : default);
        Assert.Equal("en-GB", await _circuit.Services.GetRequiredService<AccountLook>().LocaleAsync(member));

        // Who becomes a person later is one in the same language.
        await _hub.Services.GetRequiredService<NotifyHub.Data.Gate.IWriteGate>().WriteAsync(session => session.Prepare("delete from people where member_id = @member").Bind(member.UserId).ExecuteAsync());
        await _circuit.Services.GetRequiredService<NotifyHub.Audience.People.MemberPeople>().OfAsync(member);
        Assert.Equal("en-GB", await db.People.Where(p => p.MemberId == member.UserId).Select(p => p.Locale).SingleAsync());
    }

    private async Task<FormClient> SessionAsync()
    {
        var client = new FormClient(_hub.Url);
        Assert.Equal(HttpStatusCode.Redirect, (await client.SignInAsync(_circuit.User.Email!, TestMember.Password)).StatusCode);
        return client;
    }

    private static Dictionary<string, string> Form(string current, string next) => new() { ["Input.Current"] = current, ["Input.Next"] = next };

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer) => WebUtility.HtmlDecode(await (await answer).Content.ReadAsStringAsync());

    private static async Task AssertOpenAsync(FormClient session) => Assert.Equal(HttpStatusCode.OK, (await session.Http.GetAsync("/v1/me")).StatusCode);

    private async Task AssertEndedAsync()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _there.Http.GetAsync("/v1/me")).StatusCode);
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await _circuit.Current.GetAsync());
        Assert.Equal("/sign-in?ReturnUrl=%2Fprofile", (await _there.Http.GetAsync("/profile")).Headers.Location?.PathAndQuery());
        Assert.Equal(HttpStatusCode.OK, (await _here.Http.GetAsync("/profile")).StatusCode);
    }

    private async Task<List<string>> DeedsAsync()
    {
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        return await db.Audit.Where(a => a.Actor == _circuit.User.Email).Select(a => a.Action).ToListAsync();
    }
}
