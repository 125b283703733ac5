using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.Accounts;

/// <summary>A field of a form that can't be used, in words.</summary>
public sealed record AccountFault(string Field, string Message);

/// <summary>What a member changes of their own account: name, zone, password, where they are signed in.</summary>
public sealed class AccountDesk(IWriteGate gate, TimeProvider time, UserManager<HubUser> users, FirstOwner rules, AccountChange change, Reauthentication again)
{
    /// <summary>Longest display name.</summary>
    public const int LongestName = 100;

    // The member's people take part: mails greet by this name, quiet hours without a zone of their own go by this one, and what is said in several languages comes in theirs.
    internal const string People = """
        update people set name = @name, time_zone = @zone, locale = @locale, updated_at = @now
        where user_id = @user and project_id in (select m.project_id from project_members m where m.user_id = @member)
        """;

    /// <summary>Name of 1 to 100 characters, zone null for the browser's, locale (BCP 47) null for the project's.</summary>
    public Task SaveAsync(Member member, string name, string? zone, string? locale, CancellationToken cancel = default) => gate.WriteAsync(default(ProjectScope), async (db, session) =>
    {
        var row = await db.Users.SingleAsync(u => u.Id == member.UserId, cancel);
        (row.DisplayName, row.TimeZone, row.Locale, row.ConcurrencyStamp) = (name, zone, locale, Guid.NewGuid().ToString());
        await session.Prepare(People).Bind(name, zone, locale, time.GetUtcNow(), FormattableString.Invariant($"member:{member.UserId}"), member.UserId).ExecuteAsync();
        session.Changed(member.ProjectId, HubTables.People);
        return true;
    }, cancel);

    /// <summary>Needs the present password. Ends every other session.</summary>
    /// <returns>Faults of the fields Current and Next; none when it is done.</returns>
    public async Task<IReadOnlyList<AccountFault>> ChangePasswordAsync(HttpContext http, string current, string next, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        if (await again.FaultAsync(http, user, current) is { } refused)
        {
            return [new AccountFault("Current", refused)];
        }
        var weak = await rules.WeaknessesAsync(next, user);
        if (weak.Count > 0)
        {
            return [.. weak.Select(words => new AccountFault("Next", words))];
        }
        var hash = users.PasswordHasher.HashPassword(user, next);
        return await change.DoAsync(http, user, "password.changed", (_, row) =>
        {
            row.PasswordHash = hash;
            return Task.FromResult(true);
        }, cancel) ? [] : [new AccountFault("Current", Reauthentication.Elsewhere)];
    }

    /// <summary>Ends every session and open page of the account but this one.</summary>
    public async Task SignOutElsewhereAsync(HttpContext http, CancellationToken cancel = default) =>
        await change.DoAsync(http, await AccountAsync(http), "signout.everywhere", (_, _) => Task.FromResult(true), cancel);

    private async Task<HubUser> AccountAsync(HttpContext http) => await users.GetUserAsync(http.User) ?? throw new AccessDeniedException("Sign in first.");
}
