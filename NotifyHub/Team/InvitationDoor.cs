using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Security.Audit;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Team;

/// <summary>An invitation as its link shows it.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="InvitedBy">Who asks, as shown.</param>
/// <param name="Email">To whom.</param>
/// <param name="Role">To what.</param>
/// <param name="HasAccount">The address has an account here: it signs in rather than choosing a password.</param>
public sealed record ShownInvitation(string Project, string InvitedBy, string Email, ProjectRole Role, bool HasAccount);

/// <summary>
/// Where an invitation is accepted, once: by a new account of the invited address, or by the one that has it and is signed in. The link is the proof;
/// which address, project and role it is for stands in the row, where no form reaches.
/// </summary>
public sealed class InvitationDoor(
    HubContexts contexts, IWriteGate gate, IAuditLog audit, UserManager<HubUser> users, SignInManager<HubUser> sessions, SessionDoor door, FirstOwner rules, AttemptLimiter limiter, HubIds ids, TimeProvider time)
{
    /// <summary>What is said of a link that opens nothing, whatever the reason.</summary>
    public const string Over = "This invitation is over, was taken back or used already. Ask whoever invited you for a new one.";

    /// <summary>Null for a link that was never made, is used up, taken back or over.</summary>
    public async Task<ShownInvitation?> LookAsync(string token, CancellationToken cancel = default)
    {
        if (await FindAsync(token, cancel) is not { } row)
        {
            return null;
        }
        await using var db = contexts.Open(ProjectScope.Of(row.ProjectId));
        var project = await db.Projects.Where(p => p.Id == row.ProjectId).Select(p => p.Name).SingleAsync(cancel);
        var inviter = await db.Users.Where(u => u.Id == row.InvitedBy).Select(u => u.DisplayName == "" ? u.Email! : u.DisplayName).SingleOrDefaultAsync(cancel);
        return new ShownInvitation(project, inviter ?? "Somebody", row.Email, row.Role, await users.FindByEmailAsync(row.Email) is not null);
    }

    /// <summary>Makes the account of the invited address, lets it in and signs it in on <paramref name="http"/>.</summary>
    /// <returns>Faults of the fields Name and Password, or of none (an empty name); none when it is done.</returns>
    public async Task<IReadOnlyList<AccountFault>> MakeAccountAsync(HttpContext http, string token, string name, string password, CancellationToken cancel = default)
    {
        // Counts every try: whoever guesses links would make us hash a password each time.
        AttemptLimiter.Subject[] subjects = [AttemptLimiter.Subject.Address(http.Connection.RemoteIpAddress?.ToString())];
        if (limiter.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            return [new AccountFault("", $"Too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} s.")];
        }
        if (await FindAsync(token, cancel) is not { } row)
        {
            return [new AccountFault("", Over)];
        }
        limiter.Succeeded(subjects);
        var user = new HubUser
        {
            Id = ids.Next(), Email = row.Email, UserName = row.Email, EmailConfirmed = true, LockoutEnabled = true, DisplayName = name.Trim(), CreatedAt = time.GetUtcNow(), SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        user.NormalizedEmail = user.NormalizedUserName = users.NormalizeEmail(user.Email);
        var faults = (await rules.WeaknessesAsync(password, user)).Select(words => new AccountFault("Password", words)).ToList();
        if (user.DisplayName.Length is < 1 or > AccountDesk.LongestName)
        {
            faults.Add(new AccountFault("Name", "A name of 1 to 100 characters is needed."));
        }
        if (faults.Count > 0)
        {
            return faults;
        }
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        var done = await gate.WriteAsync(async session =>
        {
            await session.TakeTurnAsync(WriteTurn.Audit);
            await using var db = session.Open(ProjectScope.Of(row.ProjectId));
            if (await db.Users.AnyAsync(u => u.NormalizedEmail == user.NormalizedEmail) || !await AcceptAsync(session, row))
            {
                return false;
            }
            db.Users.Add(user);
            await db.SaveChangesAsync();
            await JoinAsync(session, row, user, http);
            return true;
        }, cancel);
        if (!done)
        {
            return [new AccountFault("", Over)];
        }
        await door.OpenAsync(http, user);
        return [];
    }

    /// <summary>Lets the signed-in account in, if the invitation is to its address, and goes on in the new project.</summary>
    /// <returns>Null when it is done, else why not.</returns>
    public async Task<string?> JoinAsync(HttpContext http, string token, CancellationToken cancel = default)
    {
        var user = await users.GetUserAsync(http.User) ?? throw new AccessDeniedException("Sign in first.");
        if (await FindAsync(token, cancel) is not { } row)
        {
            return Over;
        }
        if (!IsFor(row.Email, user.Email))
        {
            return "This invitation is to another address than yours.";
        }
        var done = await gate.WriteAsync(async session =>
        {
            await session.TakeTurnAsync(WriteTurn.Audit);
            if (!await AcceptAsync(session, row))
            {
                return false;
            }
            await JoinAsync(session, row, user, http);
            return true;
        }, cancel);
        if (!done)
        {
            return Over;
        }
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await sessions.SignInWithClaimsAsync(user, session.Properties, [new Claim(CurrentMember.ProjectClaim, RowId.Format(RowId.Project, row.ProjectId))]);
        return null;
    }

    /// <summary>Whether an account's address is the invited one.</summary>
    public static bool IsFor(string invited, string? email) => string.Equals(invited, email, StringComparison.OrdinalIgnoreCase);

    internal static IQueryable<Invitation> ByHash(HubDb db, byte[] hash) => db.Invitations.AsNoTracking().Where(i => i.SecretHash == hash && i.AcceptedAt == null && i.RevokedAt == null);

    private async Task<Invitation?> FindAsync(string token, CancellationToken cancel)
    {
        if (!InvitationText.IsOne(token))
        {
            return null;
        }
        await using var db = contexts.Open(ProjectScope.EveryProject);
        return await ByHash(db, InvitationText.Hash(token)).SingleOrDefaultAsync(cancel) is { } row && row.ExpiresAt > time.GetUtcNow() ? row : null;
    }

    private async ValueTask<bool> AcceptAsync(WriteSession session, Invitation row) =>
        await session.Prepare(TeamSql.Accept).Bind(time.GetUtcNow(), row.Id, row.SecretHash).ExecuteAsync() == 1;

    private async ValueTask JoinAsync(WriteSession session, Invitation row, HubUser user, HttpContext http)
    {
        await session.Prepare(TeamSql.Join).Bind(row.ProjectId, user.Id, row.Role, time.GetUtcNow()).ExecuteAsync();
        session.Changed(row.ProjectId, HubTables.Members);
        await audit.AppendAsync(session, new AuditFact(row.ProjectId, user.Email!, "invitation.accepted", RowId.Format(RowId.Invitation, row.Id),
            JsonSerializer.Serialize(new { role = row.Role.ToString().ToLowerInvariant() }), http.Connection.RemoteIpAddress?.ToString()));
    }
}
