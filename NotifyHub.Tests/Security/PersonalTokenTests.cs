using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Cli;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.SignIn;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public sealed class PersonalTokenTests : IAsyncLifetime
{
    private readonly ManualTime _clock = new(DateTimeOffset.UtcNow);
    private TestHub _hub = null!;
    private TestMember _member = null!;

    private PersonalTokens Tokens => _hub.Services.GetRequiredService<PersonalTokens>();

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(_clock));
        _member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
    }

    public async Task DisposeAsync()
    {
        await _member.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task A_token_speaks_for_its_member_on_what_is_their_own()
    {
        var token = await MakeAsync();
        var api = _hub.ClientFor(token.Text);
        var me = await api.ReadAsync("/v1/me");
        Assert.Equal((HttpStatusCode.OK, $"member:{_member.User.Id}"), (me.Status, me.Json["userId"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.OK, (await api.ReadAsync("/v1/inbox/unread-count")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.ReadAsync("/v1/devices")).Status);
    }

    [Theory]
    [InlineData("/v1/push/tokens")]
    [InlineData("/v1/users/x")]
    [InlineData("/v1/types")]
    public async Task Routes_of_the_project_refuse_it(string route)
    {
        var answer = await _hub.ClientFor((await MakeAsync()).Text).ReadAsync(route);
        Assert.Equal((HttpStatusCode.Forbidden, "insufficient_scope"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task It_ends_when_it_is_revoked_when_its_time_is_over_and_when_its_member_leaves()
    {
        var member = await _member.Current.GetAsync();
        var revoked = await MakeAsync();
        Assert.True(await Tokens.RevokeAsync(member, revoked.Row.Id));
        Assert.False(await Tokens.RevokeAsync(member, revoked.Row.Id));
        Assert.Equal("user_token_required", (await _hub.ClientFor(revoked.Text).ReadAsync("/v1/me")).Code);
        Assert.Equal("invalid_key", (await _hub.ClientFor(revoked.Text).ReadAsync("/v1/types")).Code);

        var brief = (await Tokens.MakeAsync(member, "brief", _clock.GetUtcNow().AddDays(30)))!;
        Assert.NotNull(await Tokens.VerifyAsync(brief.Text));
        _clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(await Tokens.VerifyAsync(brief.Text));

        var lasting = await MakeAsync();
        await _member.BecomeAsync(null);
        Assert.Equal("user_token_required", (await _hub.ClientFor(lasting.Text).ReadAsync("/v1/me")).Code);
    }

    [Fact]
    public async Task Only_a_hash_is_kept_the_last_use_is_noted_and_the_log_tells_who_made_and_ended_it()
    {
        var member = await _member.Current.GetAsync();
        var token = await MakeAsync();
        await _hub.ClientFor(token.Text).ReadAsync("/v1/me");
        await _hub.Services.GetRequiredService<KeyUse>().FlushAsync();
        await Tokens.RevokeAsync(member, token.Row.Id);
        var row = Assert.Single(await Tokens.ListAsync(member));
        Assert.Equal(KeyText.Hash(token.Text), row.SecretHash);
        Assert.NotNull(row.LastUsedAt);
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(_hub.ProjectId));
        Assert.Equal(["token.created", "token.revoked"], await db.Audit.Where(a => a.Actor == member.Email).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
    }

    [Fact]
    public async Task Nobody_sees_or_ends_the_tokens_of_another()
    {
        var token = await MakeAsync();
        await using var other = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        Assert.Empty(await Tokens.ListAsync(await other.Current.GetAsync()));
        Assert.False(await Tokens.RevokeAsync(await other.Current.GetAsync(), token.Row.Id));
        Assert.NotNull(await Tokens.VerifyAsync(token.Text));
        Assert.Null(await Tokens.VerifyAsync(token.Text[..^1] + (token.Text[^1] == 'a' ? 'b' : 'a')));
        Assert.Null(await Tokens.VerifyAsync(KeyText.MakePersonal()));
    }

    [Fact]
    public async Task A_member_holds_fifty_at_most()
    {
        for (var i = 0; i < PersonalTokens.Most; i++)
        {
            await MakeAsync();
        }
        Assert.Null(await Tokens.MakeAsync(await _member.Current.GetAsync(), "one more", null));
    }

    [Fact]
    public async Task The_terminal_takes_it_for_what_is_ones_own()
    {
        var token = (await MakeAsync()).Text;
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        Assert.Equal(0, await RemoteVerbs.RunAsync(["preferences", "get", "--url", _hub.Url.ToString(), "--key", token], output, errors));
        Assert.Contains("quiet hours: none", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RemoteVerbs.RunAsync(["inbox", "list", "--url", _hub.Url.ToString(), "--key", token], output, errors));
        Assert.Equal("", errors.ToString());
        Assert.Equal(1, await RemoteVerbs.RunAsync(["devices", "list", "--url", _hub.Url.ToString(), "--key", token], output, errors));
        Assert.StartsWith("insufficient_scope (403): ", errors.ToString(), StringComparison.Ordinal);
    }

    private async Task<IssuedToken> MakeAsync() => (await Tokens.MakeAsync(await _member.Current.GetAsync(), "laptop", null))!;
}
