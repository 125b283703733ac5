using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.Accounts;

/// <summary>
/// Changes how an account is signed in to. The account gets a new security stamp with it: every other session ends at its next request, every open page
/// at its next deed and within 30 s (LiveSession), and the one that asked goes on under a new cookie.
/// </summary>
public sealed class AccountChange(IWriteGate gate, IAuditLog audit, SignInManager<HubUser> sessions)
{
    /// <summary>Change, stamp and audit entry in one transaction.</summary>
    /// <returns>False when <paramref name="change"/> said no, or the account was changed elsewhere meanwhile: nothing is done.</returns>
    public async Task<bool> DoAsync(HttpContext http, HubUser user, string action, Func<HubDb, HubUser, Task<bool>> change, CancellationToken cancel = default)
    {
        var stamp = Guid.NewGuid().ToString("N");
        try
        {
            var done = await gate.WriteAsync(default(ProjectScope), async (db, session) =>
            {
                var row = await db.Users.SingleOrDefaultAsync(u => u.Id == user.Id, cancel);
                if (row is null || row.SecurityStamp != user.SecurityStamp || !await change(db, row))
                {
                    return false;
                }
                (row.SecurityStamp, row.ConcurrencyStamp) = (stamp, Guid.NewGuid().ToString());
                await audit.AppendAsync(session, new AuditFact(null, row.Email!, action, row.Email, Ip: http.Connection.RemoteIpAddress?.ToString()));
                return true;
            }, cancel);
            if (!done)
            {
                return false;
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        user.SecurityStamp = stamp;
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await sessions.SignInWithClaimsAsync(user, session.Properties, http.User.FindFirst(CurrentMember.ProjectClaim) is { } chosen ? [new Claim(chosen.Type, chosen.Value)] : []);
        return true;
    }
}
