using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.Accounts;

/// <summary>What an authenticator app is given.</summary>
/// <param name="Secret">Base 32, for typing.</param>
/// <param name="Address">otpauth:// for the QR code.</param>
/// <param name="Ticket">Brings the secret back with the first code; good for this account and this state of it.</param>
public sealed record SecondFactorOffer(string Secret, string Address, string Ticket);

/// <summary>Faults, or the recovery codes: the only moment at which they are known.</summary>
public sealed record SecondFactorAnswer(IReadOnlyList<AccountFault> Faults, IReadOnlyList<string> RecoveryCodes);

/// <summary>Turns the code of an authenticator app on and off. The secret lies sealed, recovery codes as keyed hashes, in Identity's own token table.</summary>
public sealed class SecondFactor(UserManager<HubUser> users, AccountChange change, Reauthentication again, SecondFactorCheck check, ISecretBox box, IDataProtectionProvider protection, TimeProvider time)
{
    private const int RecoveryCodes = 10, RecoveryLength = 10;
    // Without letters that are taken for digits.
    private const string RecoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private readonly IDataProtector _tickets = protection.CreateProtector("second-factor-offer");

    /// <summary>A fresh secret. Nothing is kept of it until its first code comes.</summary>
    public SecondFactorOffer Offer(HubUser user) => OfferOf(user, RandomNumberGenerator.GetBytes(Totp.SecretLength));

    /// <summary>The same secret again, when the code was wrong; a fresh one when the ticket is not this account's.</summary>
    public SecondFactorOffer Offer(HubUser user, string ticket) => Open(user, ticket) is { } secret ? OfferOf(user, secret) : Offer(user);

    /// <summary>Needs the password, and the app's first code as a proof that it holds the secret. Ends every other session.</summary>
    public async Task<SecondFactorAnswer> TurnOnAsync(HttpContext http, string password, string ticket, string code, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        if (await again.FaultAsync(http, user, password) is { } refused)
        {
            return Refused("Password", refused);
        }
        if (Open(user, ticket) is not { } secret)
        {
            return Refused("Code", "This form is too old. Scan the new code.");
        }
        if (Totp.Match(secret, SecondFactorCheck.Canonical(code), time.GetUtcNow(), last: 0) is not { } step)
        {
            return Refused("Code", "This is not the code that the app shows now. The phone's clock may be wrong.");
        }
        var codes = NewCodes();
        return await change.DoAsync(http, user, "twofactor.on", (db, row) =>
        {
            row.TwoFactorEnabled = true;
            var sealedSecret = Convert.ToBase64String(box.Seal(SecondFactorCheck.PlaceOf(user.Id), secret));
            return PutAsync(db, user.Id, (SecondFactorCheck.Secret, sealedSecret), (SecondFactorCheck.Step, step.ToString(CultureInfo.InvariantCulture)), (SecondFactorCheck.Recovery, check.HashOf(user.Id, codes)));
        }, cancel) ? new SecondFactorAnswer([], codes) : Refused("Password", Reauthentication.Elsewhere);
    }

    /// <summary>Ten new recovery codes; the old ones end. Needs the password.</summary>
    public async Task<SecondFactorAnswer> RenewCodesAsync(HttpContext http, string password, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        if (await again.FaultAsync(http, user, password) is { } refused)
        {
            return Refused("Password", refused);
        }
        var codes = NewCodes();
        return await change.DoAsync(http, user, "twofactor.codes_renewed", (db, row) => row.TwoFactorEnabled ? PutAsync(db, user.Id, (SecondFactorCheck.Recovery, check.HashOf(user.Id, codes))) : Task.FromResult(false), cancel)
            ? new SecondFactorAnswer([], codes) : Refused("Password", Reauthentication.Elsewhere);
    }

    /// <summary>Needs the password. Ends every other session.</summary>
    public async Task<SecondFactorAnswer> TurnOffAsync(HttpContext http, string password, CancellationToken cancel = default)
    {
        var user = await AccountAsync(http);
        if (await again.FaultAsync(http, user, password) is { } refused)
        {
            return Refused("Password", refused);
        }
        return await change.DoAsync(http, user, "twofactor.off", async (db, row) =>
        {
            row.TwoFactorEnabled = false;
            db.UserTokens.RemoveRange(await db.UserTokens.Where(t => t.UserId == user.Id && t.LoginProvider == SecondFactorCheck.Provider).ToListAsync(cancel));
            return true;
        }, cancel) ? new SecondFactorAnswer([], []) : Refused("Password", Reauthentication.Elsewhere);
    }

    private static async Task<bool> PutAsync(HubDb db, long user, params (string Name, string Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            if (await db.UserTokens.FindAsync(user, SecondFactorCheck.Provider, name) is { } row)
            {
                row.Value = value;
            }
            else
            {
                db.UserTokens.Add(new IdentityUserToken<long> { UserId = user, LoginProvider = SecondFactorCheck.Provider, Name = name, Value = value });
            }
        }
        return true;
    }

    private SecondFactorOffer OfferOf(HubUser user, byte[] secret)
    {
        var text = Totp.Text(secret);
        var address = $"otpauth://totp/NotifyHub:{Uri.EscapeDataString(user.Email!)}?secret={text}&issuer=NotifyHub";
        return new SecondFactorOffer(text, address, _tickets.Protect($"{user.Id}:{user.SecurityStamp}:{Convert.ToBase64String(secret)}"));
    }

    private byte[]? Open(HubUser user, string ticket)
    {
        try
        {
            return _tickets.Unprotect(ticket).Split(':') is [var id, var stamp, var secret] && id == user.Id.ToString(CultureInfo.InvariantCulture) && stamp == user.SecurityStamp
                ? Convert.FromBase64String(secret) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string[] NewCodes() => [.. Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(RecoveryAlphabet, RecoveryLength).Insert(RecoveryLength / 2, "-"))];

    private static SecondFactorAnswer Refused(string field, string words) => new([new AccountFault(field, words)], []);

    private async Task<HubUser> AccountAsync(HttpContext http) => await users.GetUserAsync(http.User) ?? throw new AccessDeniedException("Sign in first.");
}
