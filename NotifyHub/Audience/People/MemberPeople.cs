using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Audience.People;

/// <summary>Team members as people of their project: with an inbox, a mail address and choices of their own.</summary>
public sealed class MemberPeople(IWriteGate gate, HubContexts contexts, HubIds ids, PersonEndpoints endpoints, TimeProvider time)
{
    /// <summary>Members whom nobody made a person of yet.</summary>
    internal const string Without = """
        select m.user_id, u.email, u.display_name, u.time_zone, u.locale from project_members m join users u on u.id = m.user_id
        where m.project_id = @project and not exists (select 1 from people p where p.project_id = m.project_id and p.member_id = m.user_id)
        """;

    private const string Put = """
        insert into people (id, project_id, user_id, member_id, email, name, time_zone, locale, has_endpoints, created_at, updated_at)
        values (@id, @project, @user, @member, @email, @name, @zone, @locale, 1, @now, @now)
        on conflict (project_id, user_id) do update set member_id = excluded.member_id, email = excluded.email, name = excluded.name, has_endpoints = 1
        """;

    /// <summary>A member's person goes on without membership.</summary>
    internal const string Leave = "update people set member_id = null, email = null, channels = null, updated_at = @now where project_id = @project and member_id = @member";

    /// <summary>Browsers and phones that pushes of theirs go to.</summary>
    internal const string Pushes = "select id from devices where project_id = @project and user_id = @user and provider <= @last and status <> @retired";

    /// <summary>The app's own id of a member.</summary>
    public static string UserIdOf(long member) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"member:{member}");

    /// <summary>The person that a member is.</summary>
    public async Task<PersonCaller> OfAsync(Member member, CancellationToken cancel = default)
    {
        if (await FindAsync(member.ProjectId, member.UserId, cancel) is { } known)
        {
            return known;
        }
        await EnsureAsync(member.ProjectId, cancel);
        return await FindAsync(member.ProjectId, member.UserId, cancel) ?? throw new AccessDeniedException("You are not a member of this project any more.");
    }

    /// <summary>Every member of the project is a person afterwards.</summary>
    public Task EnsureAsync(long projectId, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        var missing = await session.Prepare(Without).Bind(projectId).QueryAsync(row => (Id: row.GetInt64(0), Email: row.GetString(1), Name: row.GetString(2), Zone: row.IsDBNull(3) ? null : row.GetString(3), Locale: row.IsDBNull(4) ? null : row.GetString(4)));
        var now = time.GetUtcNow();
        foreach (var member in missing)
        {
            await session.Prepare(Put).Bind(ids.Next(), projectId, UserIdOf(member.Id), member.Id, member.Email, member.Name, member.Zone, member.Locale, now).ExecuteAsync();
        }
        if (missing.Count > 0)
        {
            await endpoints.KeepAsync(session, projectId, [.. missing.Select(member => new PersonAddresses(UserIdOf(member.Id), member.Email, null))], now);
            session.Changed(projectId, HubTables.People);
        }
    }, cancel);

    /// <summary>
    /// The member has left: the person is none of the team any more and has no address here, and pushes to their browsers end. What they got stays until it is erased;
    /// who comes back finds it.
    /// </summary>
    internal async ValueTask LeaveAsync(WriteSession session, long projectId, long member, DateTimeOffset now)
    {
        var user = UserIdOf(member);
        if (await session.Prepare(Leave).Bind(now, projectId, member).ExecuteAsync() == 0)
        {
            return;
        }
        await endpoints.KeepAsync(session, projectId, [new PersonAddresses(user, null, null)], now);
        foreach (var device in await session.Prepare(Pushes).Bind(projectId, user, ProviderNames.LastPush, DeviceStatus.Retired).QueryAsync(row => row.GetInt64(0)))
        {
            await DeviceRetirement.RetireAsync(session, projectId, device, DeviceRetirement.Removed, now, deadSince: null);
        }
        session.Changed(projectId, HubTables.People);
    }

    private async Task<PersonCaller?> FindAsync(long projectId, long member, CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.People.Where(p => p.ProjectId == projectId && p.MemberId == member).Select(p => new PersonCaller(p.ProjectId, p.Id, p.UserId)).SingleOrDefaultAsync(cancel);
    }
}
