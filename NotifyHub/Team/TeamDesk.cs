using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Team;

/// <summary>One of the team.</summary>
/// <param name="UserId">Account.</param>
/// <param name="Name">As shown; the address where there is none.</param>
/// <param name="Email">Address of the account.</param>
/// <param name="Role">In this project.</param>
/// <param name="Since">When they joined.</param>
public sealed record TeamMember(long UserId, string Name, string Email, ProjectRole Role, DateTimeOffset Since);

/// <summary>What became of a deed about a member or an invitation.</summary>
public enum TeamAnswer
{
    /// <summary>It is done.</summary>
    Done,
    /// <summary>The role of whoever asked does not reach that far.</summary>
    NotAllowed,
    /// <summary>It would leave the project without an owner.</summary>
    LastOwner,
    /// <summary>There is no such member or open invitation any more.</summary>
    Gone,
}

/// <summary>Members of a project: who is in, with which role, and out again. Owners and admins may; nobody touches or gives a role above their own.</summary>
public sealed class TeamDesk(HubContexts contexts, IWriteGate gate, IAuditLog audit, MemberPeople people, TimeProvider time)
{
    /// <summary>Below no role: every role is lower.</summary>
    private const int EveryRole = (int)ProjectRole.Viewer + 1;

    /// <summary>Owners first, then by name.</summary>
    public async Task<IReadOnlyList<TeamMember>> ListAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var rows = await Members(db, projectId).ToListAsync(cancel);
        return [.. rows.OrderBy(m => m.Role).ThenBy(m => m.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Gives a member another role. It counts from their next deed on; open invitations that they could not send now are taken back.</summary>
    public Task<TeamAnswer> ChangeRoleAsync(Member actor, long userId, ProjectRole role, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        await session.TakeTurnAsync(WriteTurn.Audit);
        var was = await RoleAsync(session, actor.ProjectId, userId);
        if (await session.Prepare(TeamSql.Change).Bind(role, actor.ProjectId, userId, actor.UserId).ExecuteAsync() == 0)
        {
            return await WhyAsync(session, actor, userId, was, role);
        }
        await session.Prepare(TeamSql.EndInvitationsBy).Bind(time.GetUtcNow(), actor.ProjectId, userId, role > ProjectRole.Admin ? EveryRole : (int)role).ExecuteAsync();
        await NoteAsync(session, actor, "member.role_changed", userId, new { from = was?.ToString().ToLowerInvariant(), to = role.ToString().ToLowerInvariant() });
        return TeamAnswer.Done;
    }, cancel);

    /// <summary>
    /// Ends a membership, one's own too. With it end every session and open page of the account, its personal tokens in the project, its open invitations,
    /// and what the team's notifications reached it by.
    /// </summary>
    public Task<TeamAnswer> RemoveAsync(Member actor, long userId, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        await session.TakeTurnAsync(WriteTurn.Audit);
        var was = await RoleAsync(session, actor.ProjectId, userId);
        if (await session.Prepare(TeamSql.Remove).Bind(actor.ProjectId, userId, actor.UserId).ExecuteAsync() == 0)
        {
            return await WhyAsync(session, actor, userId, was, null);
        }
        var now = time.GetUtcNow();
        await session.Prepare(TeamSql.EndSessions).Bind(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString(), userId).ExecuteAsync();
        await session.Prepare(TeamSql.EndTokens).Bind(now, userId, actor.ProjectId).ExecuteAsync();
        await session.Prepare(TeamSql.EndInvitationsBy).Bind(now, actor.ProjectId, userId, EveryRole).ExecuteAsync();
        await people.LeaveAsync(session, actor.ProjectId, userId, now);
        await NoteAsync(session, actor, userId == actor.UserId ? "member.left" : "member.removed", userId, new { role = was?.ToString().ToLowerInvariant() });
        return TeamAnswer.Done;
    }, cancel);

    internal static IQueryable<TeamMember> Members(HubDb db, long projectId) => db.Members.AsNoTracking().Where(m => m.ProjectId == projectId)
        .Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new TeamMember(u.Id, u.DisplayName == "" ? u.Email! : u.DisplayName, u.Email!, m.Role, m.CreatedAt));

    internal static async ValueTask<ProjectRole?> RoleAsync(WriteSession session, long projectId, long userId) =>
        await session.Prepare("select role from project_members where project_id = @project and user_id = @user").Bind(projectId, userId).ScalarAsync() is long role ? (ProjectRole)role : null;

    // The write said no; this says why, as of the same moment.
    private static async ValueTask<TeamAnswer> WhyAsync(WriteSession session, Member actor, long userId, ProjectRole? was, ProjectRole? wanted)
    {
        if (was is not { } role)
        {
            return TeamAnswer.Gone;
        }
        var own = await RoleAsync(session, actor.ProjectId, actor.UserId);
        var reaches = own is { } mine && ((mine <= ProjectRole.Admin && mine <= role && mine <= (wanted ?? role)) || (wanted is null && userId == actor.UserId));
        return reaches ? TeamAnswer.LastOwner : TeamAnswer.NotAllowed;
    }

    private async ValueTask NoteAsync(WriteSession session, Member actor, string action, long userId, object detail)
    {
        session.Changed(actor.ProjectId, HubTables.Members);
        var email = await session.Prepare("select email from users where id = @user").Bind(userId).ScalarAsync() as string;
        await audit.AppendAsync(session, new AuditFact(actor.ProjectId, actor.Email, action, email, JsonSerializer.Serialize(detail)));
    }
}
