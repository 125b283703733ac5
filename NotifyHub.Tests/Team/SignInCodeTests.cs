using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Security;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Team;

/// <summary>Signing in by a code that was mailed.</summary>
public sealed partial class SignInCodeTests : IAsyncLifetime
{
    private const string Page = "/sign-in/mail", NotIt = "This is not the code";
    private readonly ManualTime _clock = new(DateTimeOffset.UtcNow);
    private readonly MailCatcher _server = new();
    private TestHub _hub = null!;
    private TestMember _member = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync(new Dictionary<string, string?>
        {
            ["NotifyHub:Email:Smtp:Host"] = "127.0.0.1", ["NotifyHub:Email:Smtp:Port"] = _server.Port.ToString(CultureInfo.InvariantCulture),
            ["NotifyHub:Email:Smtp:StartTls"] = "false", ["NotifyHub:Email:Smtp:From"] = "hub@example.com",
        }, s => s.AddSingleton<TimeProvider>(_clock));
        _member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
    }

    public async Task DisposeAsync()
    {
        await _member.DisposeAsync();
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_mailed_code_signs_in_once()
    {
        using var visitor = new FormClient(_hub.Url);
        Assert.Contains("Mail me a code instead", await visitor.Http.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        var code = await AskAsync(visitor, _member.User.Email!);
        Assert.Contains(NotIt, await TextAsync(TryAsync(visitor, _member.User.Email!, Wrong(code))), StringComparison.Ordinal);
        var done = await TryAsync(visitor, _member.User.Email!, code, "?ReturnUrl=%2Fteam");
        Assert.Equal((HttpStatusCode.Redirect, "/team"), (done.StatusCode, done.Headers.Location?.PathAndQuery()));
        Assert.Equal(HttpStatusCode.OK, (await visitor.Http.GetAsync("/v1/me")).StatusCode);
        using var again = new FormClient(_hub.Url);
        Assert.Contains(NotIt, await TextAsync(TryAsync(again, _member.User.Email!, code)), StringComparison.Ordinal);
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        Assert.Equal(["signin.code_asked", "signin.mail_code_failed", "signin.ok", "signin.mail_code_failed"], await db.Audit.Where(a => a.Actor == _member.User.Email).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
    }

    [Fact]
    public async Task It_ends_after_10_minutes_after_5_tries_and_with_the_next_one()
    {
        using var visitor = new FormClient(_hub.Url);
        var email = _member.User.Email!;
        var late = await AskAsync(visitor, email);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains(NotIt, await TextAsync(TryAsync(visitor, email, late)), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromHours(2));
        var old = await AskAsync(visitor, email);
        var tried = await AskAsync(visitor, email);
        Assert.True(old == tried || (await TextAsync(TryAsync(visitor, email, old))).Contains(NotIt, StringComparison.Ordinal));
        for (var i = 0; i < 5; i++)
        {
            // Others' counts are not what this is about.
            await TryAsync(visitor, email, Wrong(tried));
            _clock.Advance(TimeSpan.FromSeconds(20));
        }
        Assert.Contains(NotIt, await TextAsync(TryAsync(visitor, email, tried)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guesses_and_mails_are_slowed_down_for_addresses_with_and_without_an_account_alike()
    {
        foreach (var email in new[] { "nobody@example.com", _member.User.Email! })
        {
            using var visitor = new FormClient(_hub.Url);
            var answers = new List<string>();
            for (var i = 0; i < 4; i++)
            {
                answers.Add(Plain(await TextAsync(visitor.PostAsync(Page, new Dictionary<string, string> { ["Input.Email"] = email })), email));
            }
            Assert.Equal(answers[0], answers[1]);
            Assert.Contains("If ADDRESS has an account here, a code is on its way.", answers[0], StringComparison.Ordinal);
            Assert.Contains("Too many attempts.", answers[3], StringComparison.Ordinal);
            for (var i = 0; i < 5; i++)
            {
                Assert.Contains(NotIt, await TextAsync(TryAsync(visitor, email, "abc")), StringComparison.Ordinal);
            }
            Assert.Contains("Too many attempts.", await TextAsync(TryAsync(visitor, email, "abc")), StringComparison.Ordinal);
        }
        // One after the other: once the last has its three mails, the first, which has no account, got none. Both are in the log.
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"RCPT TO:<{_member.User.Email}>", Assert.Single((await _server.NextAsync()).To));
        }
        Assert.Empty(_server.Mails);
        Assert.Equal(6, await CountAsync("signin.code_asked"));
    }

    [Fact]
    public async Task Two_factor_is_still_asked_for()
    {
        await _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(default(ProjectScope), async (db, _) =>
        {
            (await db.Users.SingleAsync(u => u.Id == _member.User.Id)).TwoFactorEnabled = true;
            return 0;
        });
        using var visitor = new FormClient(_hub.Url);
        var done = await TryAsync(visitor, _member.User.Email!, await AskAsync(visitor, _member.User.Email!));
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in/code?ReturnUrl=%2F"), (done.StatusCode, done.Headers.Location?.PathAndQuery()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.Http.GetAsync("/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Without_a_mail_server_it_is_not_offered()
    {
        await using var hub = await TestHub.StartAsync();
        using var visitor = new FormClient(hub.Url);
        Assert.DoesNotContain("Mail me a code", await visitor.Http.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await visitor.Http.GetAsync(Page)).Headers.Location?.PathAndQuery());
    }

    // Asks, and reads the mail as its reader does.
    private async Task<string> AskAsync(FormClient visitor, string email)
    {
        Assert.Contains("a code is on its way", await TextAsync(visitor.PostAsync(Page, new Dictionary<string, string> { ["Input.Email"] = email })), StringComparison.Ordinal);
        var mail = await _server.NextAsync();
        Assert.Equal($"RCPT TO:<{email}>", Assert.Single(mail.To));
        using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", mail.Lines)));
        return Code().Match((await MimeKit.MimeMessage.LoadAsync(bytes)).TextBody!).Value;
    }

    private static Task<HttpResponseMessage> TryAsync(FormClient visitor, string email, string code, string query = "") =>
        visitor.PostAsync(Page + query, new Dictionary<string, string> { ["Input.Email"] = email, ["Input.IsAsked"] = "true", ["Input.Code"] = code });

    private async Task<int> CountAsync(string action)
    {
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        return await db.Audit.CountAsync(a => a.Action == action);
    }

    private static string Wrong(string code) => (code[0] == '1' ? "2" : "1") + code[1..];

    // What differs from one page to the next by itself.
    private static string Plain(string page, string email) => Tokens().Replace(page, "").Replace(email, "ADDRESS", StringComparison.Ordinal);

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer) => WebUtility.HtmlDecode(await (await answer).Content.ReadAsStringAsync());

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();

    [GeneratedRegex("value=\"[^\"]{40,}\"|<!--.*?-->|\\bnonce=\"[^\"]*\"")]
    private static partial Regex Tokens();
}
