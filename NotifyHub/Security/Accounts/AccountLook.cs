using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.Accounts;

/// <summary>How an account is signed in to.</summary>
public sealed record AccountState(bool HasPassword, bool HasSecondFactor, int RecoveryLeft, int Passkeys);

/// <summary>Reads the member's own account anew: a circuit's user manager remembers what it read first.</summary>
public sealed class AccountLook(HubContexts contexts)
{
    /// <summary>As of now.</summary>
    public async Task<AccountState> OfAsync(Member member, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default(ProjectScope));
        var account = await db.Users.Where(u => u.Id == member.UserId).Select(u => new { HasPassword = u.PasswordHash != null, u.TwoFactorEnabled }).SingleAsync(cancel);
        return new AccountState(account.HasPassword, account.TwoFactorEnabled, account.TwoFactorEnabled ? await SecondFactorCheck.RecoveryLeftAsync(db, member.UserId, cancel) : 0,
            await db.Passkeys.CountAsync(p => p.UserId == member.UserId, cancel));
    }

    /// <summary>Language in which the member's notifications come; null for the project's.</summary>
    public async Task<string?> LocaleAsync(Member member, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default(ProjectScope));
        return await db.Users.Where(u => u.Id == member.UserId).Select(u => u.Locale).SingleAsync(cancel);
    }
}
