using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.SignIn;

/// <summary>A personal token just made: the only moment at which its text is known.</summary>
public sealed record IssuedToken(PersonalToken Row, string Text)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => $"IssuedToken({Row.Name})";
}

/// <summary>
/// Tokens that a member makes for the command line. Each speaks for its member in one project and for nothing else: no right of a role comes with it.
/// It ends with its time, when it is revoked, and when its member leaves the project.
/// </summary>
public sealed class PersonalTokens(HubContexts contexts, IWriteGate gate, IAuditLog audit, KeyUse use, HubIds ids, TimeProvider time)
{
    /// <summary>Live tokens that a member may hold in a project.</summary>
    public const int Most = 50;

    /// <summary>The member's own tokens in their project, newest first; revoked ones too.</summary>
    public async Task<IReadOnlyList<PersonalToken>> ListAsync(Member member, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(member.ProjectId));
        return await db.PersonalTokens.AsNoTracking().Where(t => t.UserId == member.UserId).OrderByDescending(t => t.Id).Take(4 * Most).ToListAsync(cancel);
    }

    /// <summary>Makes one. The name is 1 to 100 characters. Null when the member holds <see cref="Most"/> already.</summary>
    public Task<IssuedToken?> MakeAsync(Member member, string name, DateTimeOffset? expiresAt, CancellationToken cancel = default)
    {
        var text = KeyText.MakePersonal();
        KeyText.TryPersonalLookup(text, out var lookup);
        return gate.WriteAsync(ProjectScope.Of(member.ProjectId), async (db, session) =>
        {
            var now = time.GetUtcNow();
            if (await db.PersonalTokens.CountAsync(t => t.UserId == member.UserId && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now), cancel) >= Most)
            {
                return null;
            }
            var row = new PersonalToken
            {
                Id = ids.Next(), ProjectId = member.ProjectId, UserId = member.UserId, Name = name, LookupId = lookup, SecretHash = KeyText.Hash(text), CreatedAt = now, ExpiresAt = expiresAt,
            };
            db.PersonalTokens.Add(row);
            await NoteAsync(session, member, "token.created", row);
            return new IssuedToken(row, text);
        }, cancel);
    }

    /// <summary>Ends one of the member's own, on every request from now on. False when there is no such live token.</summary>
    public Task<bool> RevokeAsync(Member member, long tokenId, CancellationToken cancel = default) => gate.WriteAsync(ProjectScope.Of(member.ProjectId), async (db, session) =>
    {
        if (await db.PersonalTokens.SingleOrDefaultAsync(t => t.Id == tokenId && t.UserId == member.UserId && t.RevokedAt == null, cancel) is not { } row)
        {
            return false;
        }
        row.RevokedAt = time.GetUtcNow();
        await NoteAsync(session, member, "token.revoked", row);
        return true;
    }, cancel);

    /// <summary>Whose token this is; null for anything but a live one of a member who still is one.</summary>
    public async ValueTask<Member?> VerifyAsync(string presented, CancellationToken cancel = default)
    {
        if (!KeyText.TryPersonalLookup(presented, out var lookup))
        {
            return null;
        }
        await using var db = contexts.Open(ProjectScope.EveryProject);
        var now = time.GetUtcNow();
        var found = await (
            from t in db.PersonalTokens
            join m in db.Members on new { t.ProjectId, t.UserId } equals new { m.ProjectId, m.UserId }
            join u in db.Users on t.UserId equals u.Id
            join p in db.Projects on t.ProjectId equals p.Id
            where t.LookupId == lookup && t.RevokedAt == null
            select new { t.Id, t.SecretHash, t.ExpiresAt, Member = new Member(u.Id, u.Email!, u.DisplayName, u.TimeZone, p.Id, p.Name, m.Role) }).SingleOrDefaultAsync(cancel);
        if (found is null || !CryptographicOperations.FixedTimeEquals(found.SecretHash, KeyText.Hash(presented)) || found.ExpiresAt <= now)
        {
            return null;
        }
        use.NoteToken(found.Id, now);
        return found.Member;
    }

    private async ValueTask NoteAsync(WriteSession session, Member member, string action, PersonalToken row)
    {
        session.Changed(member.ProjectId, HubTables.Keys);
        await audit.AppendAsync(session, new AuditFact(member.ProjectId, member.Email, action, RowId.Format(RowId.PersonalToken, row.Id), JsonSerializer.Serialize(new { name = row.Name })));
    }
}
