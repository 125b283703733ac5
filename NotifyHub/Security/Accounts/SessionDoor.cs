using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Security.Accounts;

/// <summary>
/// The last step of every way to sign in but passkeys (which are two factors by themselves): opens the session, or, when the account has a second factor,
/// remembers in a cookie of five minutes that the first is done and asks for the code.
/// </summary>
public sealed class SessionDoor(UserManager<HubUser> users, SignInManager<HubUser> sessions, SecondFactorCheck check, AttemptLimiter limiter, KnownDevice devices, IAuditLog audit, IWriteGate gate)
{
    private const string Stamp = "stamp";

    /// <summary>The first factor was right.</summary>
    /// <returns>True when the session is open; false when the code is asked for at /sign-in/code.</returns>
    public async Task<bool> OpenAsync(HttpContext http, HubUser user)
    {
        if (!user.TwoFactorEnabled)
        {
            await EnterAsync(http, user);
            return true;
        }
        var half = new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)), new Claim(Stamp, user.SecurityStamp ?? "")], IdentityConstants.TwoFactorUserIdScheme);
        await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
        return false;
    }

    /// <summary>Who did the first step in this browser, within five minutes, and whose account has not changed since.</summary>
    public async Task<HubUser?> HalfAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal is { } half && half.FindFirstValue(ClaimTypes.Name) is { } id
        && await users.FindByIdAsync(id) is { TwoFactorEnabled: true } user && user.SecurityStamp == half.FindFirstValue(Stamp) ? user : null;

    /// <summary>The second step.</summary>
    public async Task<SignInAnswer> TryCodeAsync(HttpContext http, HubUser user, string code, CancellationToken cancel = default)
    {
        var ip = http.Connection.RemoteIpAddress?.ToString();
        // Of its own: a right password, which whoever guesses here knows, does not take this count back.
        AttemptLimiter.Subject[] subjects = [AttemptLimiter.Subject.Address(ip), new($"code:{user.Id}", 5, TimeSpan.FromMinutes(15))];
        if (limiter.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            return new SignInAnswer(Ok: false, wait);
        }
        var right = await check.SpendAsync(user.Id, code, cancel);
        await gate.WriteAsync(session => audit.AppendAsync(session, new AuditFact(null, user.Email!, right ? "signin.ok" : "signin.code_failed", user.Email, Ip: ip)), cancel);
        if (right)
        {
            limiter.Succeeded(subjects);
            await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
            await EnterAsync(http, user);
        }
        return new SignInAnswer(right, TimeSpan.Zero);
    }

    /// <summary>Opens the session, whatever the account's second factor: for who has shown both.</summary>
    internal async Task EnterAsync(HttpContext http, HubUser user)
    {
        await sessions.SignInAsync(user, isPersistent: false);
        devices.Remember(http, user);
    }
}
