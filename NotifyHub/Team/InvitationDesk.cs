using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Team;

/// <summary>An invitation that was sent, or why not.</summary>
/// <param name="Row">The invitation; null when it was refused.</param>
/// <param name="Fault">Why it was refused, in words.</param>
/// <param name="Link">The link, where no mail took it: shown once to whoever invited. Null when the mail left.</param>
/// <param name="Mail">Why no mail left although a server is set.</param>
public sealed record SentInvitation(Invitation? Row, string? Fault, string? Link = null, string? Mail = null)
{
    /// <summary>Never prints the link.</summary>
    public override string ToString() => $"SentInvitation({Row?.Email ?? Fault})";
}

/// <summary>An invitation that was not accepted yet.</summary>
/// <param name="Id">Wire prefix <c>inv</c>.</param>
/// <param name="Email">To whom.</param>
/// <param name="Role">To what.</param>
/// <param name="InvitedBy">Who asked, as shown.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when its link works.</param>
public sealed record OpenInvitation(long Id, string Email, ProjectRole Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Invitations to a project: owners and admins send them, to no role above their own.</summary>
public sealed class InvitationDesk(HubContexts contexts, IWriteGate gate, IAuditLog audit, DirectMail mail, AttemptLimiter limiter, HubIds ids, TimeProvider time)
{
    /// <summary>Open ones of a project.</summary>
    public const int Most = 100;

    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Open ones, newest first; those whose time is over too.</summary>
    public async Task<IReadOnlyList<OpenInvitation>> ListAsync(Member actor, CancellationToken cancel = default)
    {
        Require(actor);
        await using var db = contexts.Open(ProjectScope.Of(actor.ProjectId));
        return await Open(db, actor.ProjectId).ToListAsync(cancel);
    }

    /// <summary>Invites an address.</summary>
    /// <param name="actor">Who asks, as of now.</param>
    /// <param name="address">A mail address.</param>
    /// <param name="role">Not above the actor's own.</param>
    /// <param name="reachedAt">The address at which the actor reached this hub, for the link where none is set.</param>
    /// <param name="cancel">Ends the wait for the mail server.</param>
    public async Task<SentInvitation> InviteAsync(Member actor, string address, ProjectRole role, string reachedAt, CancellationToken cancel = default)
    {
        Require(actor);
        var email = address.Trim().ToLowerInvariant();
        if (AlertAddresses.WhyRefused(email) is { } wrong)
        {
            return new SentInvitation(null, $"This {wrong}.");
        }
        if (Wait(actor) is { } slow)
        {
            return new SentInvitation(null, slow);
        }
        var (now, text) = (time.GetUtcNow(), InvitationText.Make());
        var row = new Invitation { Id = ids.Next(), ProjectId = actor.ProjectId, Email = email, Role = role, SecretHash = InvitationText.Hash(text), InvitedBy = actor.UserId, CreatedAt = now, ExpiresAt = now + Life };
        var refused = await gate.WriteAsync(async session =>
        {
            await session.TakeTurnAsync(WriteTurn.Audit);
            await session.Prepare(TeamSql.Forget).Bind(row.ProjectId, now - Kept).ExecuteAsync();
            await session.Prepare(TeamSql.EndExpired).Bind(now, row.ProjectId, email).ExecuteAsync();
            if (await session.Prepare(TeamSql.Invite).Bind(row.Id, row.ProjectId, email, role, row.SecretHash, actor.UserId, now, row.ExpiresAt, email.ToUpperInvariant(), Most).ExecuteAsync() == 0)
            {
                return await WhyAsync(session, actor, email, role);
            }
            await NoteAsync(session, actor, "invitation.sent", row.Id, email, role);
            return null;
        }, cancel);
        return refused is null ? await SendAsync(actor, row, text, reachedAt, cancel) : new SentInvitation(null, refused);
    }

    /// <summary>A new link for as long again; the one before works no more.</summary>
    public async Task<SentInvitation> ResendAsync(Member actor, long invitationId, string reachedAt, CancellationToken cancel = default)
    {
        Require(actor);
        if (Wait(actor) is { } slow)
        {
            return new SentInvitation(null, slow);
        }
        var text = InvitationText.Make();
        var row = await gate.WriteAsync(async session =>
        {
            await session.TakeTurnAsync(WriteTurn.Audit);
            if (await session.Prepare(TeamSql.Renew).Bind(InvitationText.Hash(text), time.GetUtcNow() + Life, actor.UserId, invitationId, actor.ProjectId).ExecuteAsync() == 0)
            {
                return null;
            }
            await using var db = session.Open(ProjectScope.Of(actor.ProjectId));
            var renewed = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == invitationId, cancel);
            await NoteAsync(session, actor, "invitation.resent", renewed.Id, renewed.Email, renewed.Role);
            return renewed;
        }, cancel);
        return row is null ? new SentInvitation(null, "This invitation is not open any more, or is to a role above yours.") : await SendAsync(actor, row, text, reachedAt, cancel);
    }

    /// <summary>Its link works no more.</summary>
    public Task<TeamAnswer> RevokeAsync(Member actor, long invitationId, CancellationToken cancel = default)
    {
        Require(actor);
        return gate.WriteAsync(async session =>
        {
            await session.TakeTurnAsync(WriteTurn.Audit);
            var found = await session.Prepare("select email, role from invitations where id = @id and project_id = @project and accepted_at is null and revoked_at is null")
                .Bind(invitationId, actor.ProjectId).QueryAsync(row => (Email: row.GetString(0), Role: (ProjectRole)row.GetInt32(1)));
            if (found is not [var (email, role)])
            {
                return TeamAnswer.Gone;
            }
            if (await session.Prepare(TeamSql.Revoke).Bind(time.GetUtcNow(), invitationId, actor.ProjectId, actor.UserId).ExecuteAsync() == 0)
            {
                return TeamAnswer.NotAllowed;
            }
            await NoteAsync(session, actor, "invitation.revoked", invitationId, email, role);
            return TeamAnswer.Done;
        }, cancel);
    }

    internal static IQueryable<OpenInvitation> Open(HubDb db, long projectId) => (
        from i in db.Invitations.AsNoTracking()
        join u in db.Users on i.InvitedBy equals u.Id
        where i.ProjectId == projectId && i.AcceptedAt == null && i.RevokedAt == null
        orderby i.Id descending
        select new OpenInvitation(i.Id, i.Email, i.Role, u.DisplayName == "" ? u.Email! : u.DisplayName, i.CreatedAt, i.ExpiresAt)).Take(Most);

    private static void Require(Member actor)
    {
        if (!actor.Is(ProjectRole.Admin))
        {
            throw new AccessDeniedException("This needs the role admin or owner.");
        }
    }

    // Each is a mail to somebody who did not ask for it.
    private string? Wait(Member actor) => limiter.Begin(new AttemptLimiter.Subject($"invite:{actor.UserId}", 30, TimeSpan.FromMinutes(15))) is var wait && wait > TimeSpan.Zero
        ? $"Too many invitations at once. Try again in {Math.Ceiling(wait.TotalSeconds)} s." : null;

    private async Task<SentInvitation> SendAsync(Member actor, Invitation row, string text, string reachedAt, CancellationToken cancel)
    {
        var link = $"{mail.Root(reachedAt)}/invite/{text}";
        var fate = await mail.InviteAsync(row, actor.ProjectName, actor.DisplayName.Length > 0 ? actor.DisplayName : actor.Email, link, cancel);
        return new SentInvitation(row, null, fate.Left ? null : link, fate.Fault);
    }

    // The write said no; this says why, as of the same moment.
    private static async ValueTask<string> WhyAsync(WriteSession session, Member actor, string email, ProjectRole role)
    {
        if (await TeamDesk.RoleAsync(session, actor.ProjectId, actor.UserId) is not { } own || own > ProjectRole.Admin || own > role)
        {
            return "You can invite to your own role and to those below it.";
        }
        return await session.Prepare("select count(*) from invitations where project_id = @project and email = @email and accepted_at is null and revoked_at is null").Bind(actor.ProjectId, email).ScalarAsync() is > 0L
                ? "This address is invited already. Send that invitation again, or revoke it first."
            : await session.Prepare("select count(*) from invitations where project_id = @project and accepted_at is null and revoked_at is null").Bind(actor.ProjectId).ScalarAsync() is >= (long)Most
                ? $"{Most} invitations are open. Revoke some first."
            : "Whoever has this address is in the team already.";
    }

    private async ValueTask NoteAsync(WriteSession session, Member actor, string action, long id, string email, ProjectRole role)
    {
        session.Changed(actor.ProjectId, HubTables.Members);
        await audit.AppendAsync(session, new AuditFact(actor.ProjectId, actor.Email, action, RowId.Format(RowId.Invitation, id), JsonSerializer.Serialize(new { email, role = role.ToString().ToLowerInvariant() })));
    }
}
