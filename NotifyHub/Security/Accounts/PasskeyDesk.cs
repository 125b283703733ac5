using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.Accounts;

/// <summary>Either words why not, or what goes to the browser.</summary>
public sealed record PasskeyAnswer(string? Fault, string? Text = null);

/// <summary>
/// Passkeys (WebAuthn level 3): made, used and removed. A passkey is two factors by itself, since the authenticator must verify its user
/// (a PIN, a finger, a face), so that no code is asked for beside it.
/// </summary>
public sealed class PasskeyDesk(
    UserManager<HubUser> users, SignInManager<HubUser> sessions, AccountChange change, Reauthentication again, SessionDoor door, AttemptLimiter limiter, HubContexts contexts, IAuditLog audit, IWriteGate gate)
{
    /// <summary>Passkeys of one account.</summary>
    public const int Most = 20;

    /// <summary>Longest name.</summary>
    public const int LongestName = 100;

    private const string NotTaken = "The hub could not verify this passkey. Try again.";

    /// <summary>The account's, oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListAsync(long userId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default(ProjectScope));
        return await db.Passkeys.AsNoTracking().Where(p => p.UserId == userId).OrderBy(p => p.CreatedAt).ToListAsync(cancel);
    }

    /// <summary>Begins a registration: what the browser's authenticator is asked for. Needs the password.</summary>
    public async Task<PasskeyAnswer> OfferAsync(HttpContext http, string name, string password, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        if (name.Trim().Length is < 1 or > LongestName)
        {
            return new PasskeyAnswer("Give it a name of 1 to 100 characters, to know it by later.");
        }
        if (await again.FaultAsync(http, user, password) is { } refused)
        {
            return new PasskeyAnswer(refused);
        }
        if ((await ListAsync(user.Id, cancel)).Count >= Most)
        {
            return new PasskeyAnswer($"You have {Most} passkeys already. Remove one first.");
        }
        var entity = new PasskeyUserEntity { Id = await users.GetUserIdAsync(user), Name = user.Email!, DisplayName = user.DisplayName.Length > 0 ? user.DisplayName : user.Email! };
        return new PasskeyAnswer(null, await sessions.MakePasskeyCreationOptionsAsync(entity));
    }

    /// <summary>Ends a registration with what the authenticator made. Ends every other session.</summary>
    public async Task<PasskeyAnswer> AddAsync(HttpContext http, string name, string credential, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        var made = await sessions.PerformPasskeyAttestationAsync(credential);
        // Whoever else is signed in by now in this browser did not say the password.
        if (!made.Succeeded || made.UserEntity.Id != await users.GetUserIdAsync(user) || name.Trim().Length is < 1 or > LongestName)
        {
            return new PasskeyAnswer(NotTaken);
        }
        made.Passkey.Name = name.Trim();
        return await change.DoAsync(http, user, "passkey.added", (db, _) =>
        {
            db.Passkeys.Add(PasskeyStore.RowOf(user.Id, made.Passkey));
            return Task.FromResult(true);
        }, cancel) ? new PasskeyAnswer(null) : new PasskeyAnswer(Reauthentication.Elsewhere);
    }

    /// <summary>Needs the password. Ends every other session.</summary>
    public async Task<string?> RemoveAsync(HttpContext http, string credentialId, string password, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        if (await again.FaultAsync(http, user, password) is { } refused)
        {
            return refused;
        }
        var id = Base64Url.IsValid(credentialId) ? Base64Url.DecodeFromChars(credentialId) : [];
        return await change.DoAsync(http, user, "passkey.removed", async (db, _) =>
        {
            var row = await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == id && p.UserId == user.Id, cancel);
            if (row is not null)
            {
                db.Passkeys.Remove(row);
            }
            return row is not null;
        }, cancel) ? null : Reauthentication.Elsewhere;
    }

    /// <summary>Begins a sign-in: whoever holds a passkey of this site may answer.</summary>
    public Task<string> AskAsync() => sessions.MakePasskeyRequestOptionsAsync(null);

    /// <summary>Ends a sign-in: opens the session when the answer is a passkey's.</summary>
    public async Task<PasskeyAnswer> SignInAsync(HttpContext http, string credential, CancellationToken cancel = default)
    {
        var ip = http.Connection.RemoteIpAddress?.ToString();
        var subject = AttemptLimiter.Subject.Address(ip);
        if (limiter.Begin(subject) is var wait && wait > TimeSpan.Zero)
        {
            return new PasskeyAnswer($"Too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} s.");
        }
        var shown = await sessions.PerformPasskeyAssertionAsync(credential);
        // The counter of the authenticator moves on with the use, or a copy of it could be used unseen.
        var right = shown.Succeeded && (await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey)).Succeeded;
        var fact = right ? new AuditFact(null, shown.User!.Email!, "signin.ok", shown.User.Email, """{"by":"passkey"}""", ip) : new AuditFact(null, shown.User?.Email ?? "unknown account", "signin.failed", shown.User?.Email, """{"by":"passkey"}""", ip);
        await gate.WriteAsync(session => audit.AppendAsync(session, fact), cancel);
        if (!right)
        {
            return new PasskeyAnswer("This passkey is not known here. It may have been removed.");
        }
        limiter.Succeeded(subject);
        await door.EnterAsync(http, shown.User!);
        return new PasskeyAnswer(null);
    }

    private async Task<HubUser> AccountAsync(HttpContext http) => await users.GetUserAsync(http.User) ?? throw new AccessDeniedException("Sign in first.");
}
