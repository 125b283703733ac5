using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;
using NotifyHub.Team;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Team;

/// <summary>Who is in, as what, and out again.</summary>
public sealed class TeamDeskTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    private TeamDesk Desk => _hub.Services.GetRequiredService<TeamDesk>();

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    // Who, whose role, to which: roles are changed by owners and admins, and nobody touches or gives what is above them.
    [InlineData(ProjectRole.Owner, ProjectRole.Owner, ProjectRole.Viewer, TeamAnswer.Done)]
    [InlineData(ProjectRole.Owner, ProjectRole.Viewer, ProjectRole.Owner, TeamAnswer.Done)]
    [InlineData(ProjectRole.Admin, ProjectRole.Viewer, ProjectRole.Admin, TeamAnswer.Done)]
    [InlineData(ProjectRole.Admin, ProjectRole.Admin, ProjectRole.Viewer, TeamAnswer.Done)]
    [InlineData(ProjectRole.Admin, ProjectRole.Viewer, ProjectRole.Owner, TeamAnswer.NotAllowed)]
    [InlineData(ProjectRole.Admin, ProjectRole.Owner, ProjectRole.Admin, TeamAnswer.NotAllowed)]
    [InlineData(ProjectRole.Operator, ProjectRole.Viewer, ProjectRole.Operator, TeamAnswer.NotAllowed)]
    [InlineData(ProjectRole.Viewer, ProjectRole.Viewer, ProjectRole.Operator, TeamAnswer.NotAllowed)]
    public async Task Roles_are_given_within_ones_own(ProjectRole who, ProjectRole whose, ProjectRole to, TeamAnswer answer)
    {
        await using var actor = await TestMember.JoinAsync(_hub, who);
        await using var other = await TestMember.JoinAsync(_hub, whose);
        Assert.Equal(answer, await Desk.ChangeRoleAsync(await actor.Current.GetAsync(), other.User.Id, to));
        Assert.Equal(answer == TeamAnswer.Done ? to : whose, (await other.Current.GetAsync()).Role);
    }

    [Theory]
    [InlineData(ProjectRole.Owner, ProjectRole.Owner, TeamAnswer.Done)]
    [InlineData(ProjectRole.Admin, ProjectRole.Admin, TeamAnswer.Done)]
    [InlineData(ProjectRole.Admin, ProjectRole.Owner, TeamAnswer.NotAllowed)]
    [InlineData(ProjectRole.Operator, ProjectRole.Viewer, TeamAnswer.NotAllowed)]
    public async Task Members_are_removed_within_ones_own_role(ProjectRole who, ProjectRole whose, TeamAnswer answer)
    {
        await using var actor = await TestMember.JoinAsync(_hub, who);
        await using var other = await TestMember.JoinAsync(_hub, whose);
        Assert.Equal(answer, await Desk.RemoveAsync(await actor.Current.GetAsync(), other.User.Id));
        Assert.Equal(answer != TeamAnswer.Done, (await Desk.ListAsync(_hub.ProjectId)).Any(m => m.UserId == other.User.Id));
    }

    [Fact]
    public async Task An_actor_who_was_put_down_meanwhile_may_no_more_than_they_are()
    {
        await using var actor = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        await using var other = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        var before = await actor.Current.GetAsync();
        await actor.BecomeAsync(ProjectRole.Viewer);
        Assert.Equal(TeamAnswer.NotAllowed, await Desk.ChangeRoleAsync(before, other.User.Id, ProjectRole.Owner));
        await actor.BecomeAsync(null);
        Assert.Equal(TeamAnswer.NotAllowed, await Desk.RemoveAsync(before, other.User.Id));
        Assert.Equal(TeamAnswer.Gone, await Desk.ChangeRoleAsync(before, 12345, ProjectRole.Viewer));
    }

    [Fact]
    public async Task The_last_owner_stays_one_and_two_who_go_at_once_leave_one()
    {
        var first = await OwnerAsync();
        Assert.Equal(TeamAnswer.LastOwner, await Desk.ChangeRoleAsync(first, first.UserId, ProjectRole.Admin));
        Assert.Equal(TeamAnswer.LastOwner, await Desk.RemoveAsync(first, first.UserId));

        await using var second = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        var other = await second.Current.GetAsync();
        var answers = await Task.WhenAll(Desk.ChangeRoleAsync(first, other.UserId, ProjectRole.Viewer), Desk.ChangeRoleAsync(other, first.UserId, ProjectRole.Viewer));
        Assert.Single(answers, TeamAnswer.Done);
        Assert.Single(await Desk.ListAsync(_hub.ProjectId), m => m.Role == ProjectRole.Owner);
    }

    [Fact]
    public async Task Who_is_removed_is_out_everywhere_at_once()
    {
        var owner = await OwnerAsync();
        await using var gone = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        var member = await gone.Current.GetAsync();
        using var session = new FormClient(_hub.Url);
        await session.SignInAsync(gone.User.Email!, TestMember.Password);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await session.Http.GetAsync("/v1/me")).StatusCode);
        var tokens = _hub.Services.GetRequiredService<PersonalTokens>();
        var token = (await tokens.MakeAsync(member, "Mine", null))!.Text;
        await _hub.Services.GetRequiredService<MemberPeople>().OfAsync(member);
        Assert.NotNull((await _hub.Services.GetRequiredService<InvitationDesk>().InviteAsync(member, "friend@example.com", ProjectRole.Viewer, "https://hub.example.com/")).Row);

        Assert.Equal(TeamAnswer.Done, await Desk.RemoveAsync(owner, member.UserId));

        await Assert.ThrowsAsync<AccessDeniedException>(() => gone.Current.GetAsync().AsTask());
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await session.Http.GetAsync("/v1/me")).StatusCode);
        Assert.Null(await tokens.VerifyAsync(token));
        Assert.Empty(await _hub.Services.GetRequiredService<InvitationDesk>().ListAsync(owner));
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(_hub.ProjectId));
        var person = await db.People.SingleAsync(p => p.UserId == MemberPeople.UserIdOf(member.UserId));
        Assert.Equal((null, null), (person.MemberId, person.Email));
        Assert.Equal(DeviceStatus.Retired, await db.Devices.Where(d => d.UserId == person.UserId && d.Provider == ProviderKind.Email).Select(d => d.Status).SingleAsync());
        Assert.Contains("member.removed", await db.Audit.Where(a => a.Subject == member.Email).Select(a => a.Action).ToListAsync());

        // Back again: the same person with their mail address, and nothing of what was revoked.
        await gone.BecomeAsync(ProjectRole.Viewer);
        await _hub.Services.GetRequiredService<MemberPeople>().EnsureAsync(_hub.ProjectId);
        Assert.Equal((DeviceStatus.Active, member.UserId), (await db.Devices.Where(d => d.UserId == person.UserId && d.Provider == ProviderKind.Email).Select(d => d.Status).SingleAsync(),
            await db.People.Where(p => p.Id == person.Id).Select(p => p.MemberId).SingleAsync()));
        Assert.Null(await tokens.VerifyAsync(token));
    }

    [Fact]
    public async Task Anybody_may_leave_and_nobody_is_removed_from_a_project_that_is_not_theirs()
    {
        await using var viewer = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        var member = await viewer.Current.GetAsync();
        var elsewhere = await _hub.NewProjectAsync();
        var owner = await OwnerAsync();
        Assert.Equal(TeamAnswer.Gone, await Desk.RemoveAsync(owner with { ProjectId = elsewhere.Id }, member.UserId));
        Assert.Equal(TeamAnswer.Done, await Desk.RemoveAsync(member, member.UserId));
        Assert.DoesNotContain(await Desk.ListAsync(_hub.ProjectId), m => m.UserId == member.UserId);
    }

    private async Task<Member> OwnerAsync()
    {
        var owner = (await Desk.ListAsync(_hub.ProjectId)).Single(m => m.Email == _hub.OwnerEmail);
        return new Member(owner.UserId, owner.Email, owner.Name, null, _hub.ProjectId, "Test project", owner.Role);
    }
}
