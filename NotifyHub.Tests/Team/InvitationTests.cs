using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Security.Tenancy;
using NotifyHub.Team;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Security;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Team;

/// <summary>From an address to a member, by a link that works once.</summary>
public sealed class InvitationTests : IAsyncLifetime
{
    private const string Password = "yet another set of unrelated words", Reached = "https://hub.example.com/";
    private readonly ManualTime _clock = new(DateTimeOffset.UtcNow);
    private TestHub _hub = null!;
    private TestMember _admin = null!;

    private InvitationDesk Desk => _hub.Services.GetRequiredService<InvitationDesk>();

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(_clock));
        _admin = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
    }

    public async Task DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task A_new_account_joins_by_the_link_once()
    {
        var path = await InviteAsync("Sam@Example.com", ProjectRole.Operator);
        using var sam = new FormClient(_hub.Url);
        var page = await sam.Http.GetStringAsync(path);
        Assert.Contains("sam@example.com", page, StringComparison.Ordinal);
        Assert.Contains("as operator", page, StringComparison.Ordinal);
        var weak = await sam.PostAsync(path, Form("Sam", "short"));
        Assert.Contains("A password has 12 to 256 characters.", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Enter your name.", await (await sam.PostAsync(path, Form("", Password))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var done = await sam.PostAsync(path, Form("Sam Okoye", Password));
        Assert.Equal((HttpStatusCode.Redirect, "/"), (done.StatusCode, done.Headers.Location?.PathAndQuery()));
        Assert.Equal(HttpStatusCode.OK, (await sam.Http.GetAsync("/v1/me")).StatusCode);
        var member = Assert.Single(await _hub.Services.GetRequiredService<TeamDesk>().ListAsync(_hub.ProjectId), m => m.Email == "sam@example.com");
        Assert.Equal(("Sam Okoye", ProjectRole.Operator), (member.Name, member.Role));
        Assert.Empty(await Desk.ListAsync(await _admin.Current.GetAsync()));
        Assert.Equal(["invitation.sent", "invitation.accepted"], await DeedsAsync());

        using var late = new FormClient(_hub.Url);
        Assert.Equal(HttpStatusCode.Gone, (await late.Http.GetAsync(path)).StatusCode);
        using var anew = new FormClient(_hub.Url);
        Assert.Equal(HttpStatusCode.Redirect, (await anew.SignInAsync("sam@example.com", Password)).StatusCode);
    }

    [Fact]
    public async Task Many_who_accept_at_once_are_one()
    {
        var path = await InviteAsync("sam@example.com", ProjectRole.Viewer);
        var clients = Enumerable.Range(0, 4).Select(_ => new FormClient(_hub.Url)).ToList();
        var forms = await Task.WhenAll(clients.Select(client => client.ReadFormAsync(path)));
        var answers = await Task.WhenAll(clients.Zip(forms, (client, form) => client.Http.PostAsync(path, new FormUrlEncodedContent([.. form, .. Form("Sam", Password)]))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(_hub.ProjectId));
        Assert.Equal(1, await db.Users.CountAsync(u => u.Email == "sam@example.com"));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_and_joins_and_nobody_else_may()
    {
        await using var known = await TestMember.JoinAsync(_hub, null);
        var path = await InviteAsync(known.User.Email!, ProjectRole.Viewer);
        using var stranger = new FormClient(_hub.Url);
        Assert.Contains($"/sign-in?ReturnUrl={Uri.EscapeDataString(path)}", WebUtility.HtmlDecode(await stranger.Http.GetStringAsync(path)), StringComparison.Ordinal);
        // The form of a new account, posted all the same, makes none and changes no password.
        Assert.NotEqual(HttpStatusCode.Redirect, (await stranger.PostAsync(path, Form("Sam", Password))).StatusCode);
        using var other = await FormClient.OwnerOf(_hub);
        Assert.NotEqual(HttpStatusCode.Redirect, (await other.PostAsync(path, new Dictionary<string, string>())).StatusCode);
        await Assert.ThrowsAsync<AccessDeniedException>(() => known.Current.GetAsync().AsTask());

        using var own = new FormClient(_hub.Url);
        await own.SignInAsync(known.User.Email!, TestMember.Password);
        var done = await own.PostAsync(path, new Dictionary<string, string>());
        Assert.Equal((HttpStatusCode.Redirect, "/"), (done.StatusCode, done.Headers.Location?.PathAndQuery()));
        Assert.Equal(ProjectRole.Viewer, (await known.Current.GetAsync()).Role);
        Assert.Equal(HttpStatusCode.OK, (await own.Http.GetAsync("/v1/me")).StatusCode);
    }

    [Fact]
    public async Task A_link_ends_after_7_days_when_it_is_taken_back_and_when_another_is_sent()
    {
        var actor = await _admin.Current.GetAsync();
        var first = await InviteAsync("sam@example.com", ProjectRole.Viewer);
        var id = Assert.Single(await Desk.ListAsync(actor)).Id;
        var second = PathOf((await Desk.ResendAsync(actor, id, Reached)).Link);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), (await LookAsync(first), await LookAsync(second)));
        _clock.Advance(InvitationDesk.Life - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await LookAsync(second));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Gone, await LookAsync(second));

        // One whose time is over makes room, or is sent again.
        var third = await InviteAsync("sam@example.com", ProjectRole.Operator);
        var open = Assert.Single(await Desk.ListAsync(actor));
        Assert.Equal(TeamAnswer.Done, await Desk.RevokeAsync(actor, open.Id));
        Assert.Equal((HttpStatusCode.Gone, TeamAnswer.Gone), (await LookAsync(third), await Desk.RevokeAsync(actor, open.Id)));
        Assert.NotNull((await Desk.ResendAsync(actor, open.Id, Reached)).Fault);
        Assert.Equal(HttpStatusCode.Gone, await LookAsync("/invite/" + new string('a', 40)));
        Assert.Equal(HttpStatusCode.Gone, await LookAsync("/invite/x"));
    }

    [Theory]
    [InlineData("not an address", ProjectRole.Viewer, "is no e-mail address")]
    [InlineData("sam@example.com\r\nBcc: all@example.com", ProjectRole.Viewer, "no plain address has")]
    [InlineData("owner@example.com", ProjectRole.Viewer, "in the team already")]
    [InlineData("sam@example.com", ProjectRole.Owner, "your own role")]
    public async Task What_can_not_be_is_refused_in_words(string email, ProjectRole role, string words)
    {
        var sent = await Desk.InviteAsync(await _admin.Current.GetAsync(), email, role, Reached);
        Assert.Null(sent.Row);
        Assert.Contains(words, sent.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_has_one_open_invitation_however_many_ask_at_once()
    {
        var actor = await _admin.Current.GetAsync();
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Desk.InviteAsync(actor, "sam@example.com", ProjectRole.Viewer, Reached)));
        Assert.Single(sent, one => one.Row is not null);
        Assert.All(sent.Where(one => one.Row is null), one => Assert.Contains("invited already", one.Fault, StringComparison.Ordinal));
        Assert.Single(await Desk.ListAsync(actor));
    }

    [Fact]
    public async Task Operators_see_and_send_none_and_who_is_put_down_takes_theirs_along()
    {
        var path = await InviteAsync("sam@example.com", ProjectRole.Admin);
        await using var owner = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        var team = _hub.Services.GetRequiredService<TeamDesk>();
        Assert.Equal(TeamAnswer.Done, await team.ChangeRoleAsync(await owner.Current.GetAsync(), _admin.User.Id, ProjectRole.Operator));
        Assert.Equal(HttpStatusCode.Gone, await LookAsync(path));
        var put = await _admin.Current.GetAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(() => Desk.ListAsync(put));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Desk.InviteAsync(put, "sam@example.com", ProjectRole.Viewer, Reached));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Desk.RevokeAsync(put, 1));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Desk.ResendAsync(put, 1, Reached));
        // Also when the member was read before.
        var sent = await Desk.InviteAsync(put with { Role = ProjectRole.Owner }, "sam@example.com", ProjectRole.Viewer, Reached);
        Assert.Contains("your own role", sent.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_server_the_mail_lies_in_the_outbox_for_owners_alone()
    {
        var path = await InviteAsync("sam@example.com", ProjectRole.Viewer);
        var outbox = _hub.Services.GetRequiredService<MailOutbox>();
        Assert.Empty(await outbox.PageAsync(_hub.ProjectId, invitations: false, null, 10));
        var row = Assert.Single(await outbox.PageAsync(_hub.ProjectId, invitations: true, null, 10));
        Assert.Null(await outbox.FindAsync(_hub.ProjectId, invitations: false, row.Id));
        var mail = (await outbox.FindAsync(_hub.ProjectId, invitations: true, row.Id))!;
        using var source = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(mail.Source));
        Assert.Contains(Reached.TrimEnd('/') + path, (await MimeKit.MimeMessage.LoadAsync(source)).TextBody, StringComparison.Ordinal);
        Assert.Equal("sam@example.com", mail.Recipient);
    }

    [Fact]
    public async Task With_a_mail_server_the_mail_leaves_and_the_link_is_shown_to_nobody()
    {
        await using var server = new MailCatcher();
        await using var hub = await TestHub.StartAsync(new Dictionary<string, string?>
        {
            ["NotifyHub:Email:PublicUrl"] = "https://notify.example.com/", ["NotifyHub:Email:Smtp:Host"] = "127.0.0.1", ["NotifyHub:Email:Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["NotifyHub:Email:Smtp:StartTls"] = "false", ["NotifyHub:Email:Smtp:From"] = "hub@example.com",
        });
        await using var admin = await TestMember.JoinAsync(hub, ProjectRole.Admin);
        var desk = hub.Services.GetRequiredService<InvitationDesk>();
        var sent = await desk.InviteAsync(await admin.Current.GetAsync(), "sam@example.com", ProjectRole.Viewer, Reached);
        Assert.Equal((null, null, null), (sent.Fault, sent.Link, sent.Mail));
        Assert.True(server.Mails.TryDequeue(out var caught));
        Assert.Equal("RCPT TO:<sam@example.com>", Assert.Single(caught!.To));
        using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", caught.Lines.Select(line => line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line))));
        var mail = await MimeKit.MimeMessage.LoadAsync(bytes);
        Assert.Matches("https://notify\\.example\\.com/invite/[A-Za-z0-9]{40}\\b", mail.TextBody);
        Assert.Empty(await hub.Services.GetRequiredService<MailOutbox>().PageAsync(hub.ProjectId, invitations: true, null, 10));

        // What the server refuses is said, and the link shown in its place.
        server.Refusal = "550 5.1.1 no such user here";
        var refused = await desk.InviteAsync(await admin.Current.GetAsync(), "gone@example.com", ProjectRole.Viewer, Reached);
        Assert.Contains("5.1.1", refused.Mail, StringComparison.Ordinal);
        Assert.StartsWith("https://notify.example.com/invite/", refused.Link, StringComparison.Ordinal);
    }

    private async Task<string> InviteAsync(string email, ProjectRole role) => PathOf((await Desk.InviteAsync(await _admin.Current.GetAsync(), email, role, Reached)).Link);

    private static string PathOf(string? link) => new Uri(link!).AbsolutePath;

    private async Task<HttpStatusCode> LookAsync(string path)
    {
        using var visitor = new FormClient(_hub.Url);
        return (await visitor.Http.GetAsync(path)).StatusCode;
    }

    private static Dictionary<string, string> Form(string name, string password) => new() { ["Input.Name"] = name, ["Input.Password"] = password };

    private async Task<List<string>> DeedsAsync()
    {
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        return await db.Audit.Where(a => a.Action.StartsWith("invitation.")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync();
    }
}
