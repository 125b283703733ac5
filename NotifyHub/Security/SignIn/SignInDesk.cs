using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Security.Audit;

namespace NotifyHub.Security.SignIn;

/// <summary>Answer to a sign-in. <paramref name="Wait"/> above zero: too many attempts, the password was not even looked at.</summary>
public readonly record struct SignInAnswer(bool Ok, TimeSpan Wait)
{
    /// <summary>The first step is right; the code is asked for at /sign-in/code.</summary>
    public bool NeedsCode { get; init; }
}

/// <summary>Checks a password and opens the session. An unknown account costs the same time and gets the same answer as a wrong password.</summary>
public sealed class SignInDesk(
    UserManager<HubUser> users, SessionDoor door, AttemptLimiter limiter, KnownDevice devices, DecoyPassword decoy, IAuditLog audit, IWriteGate gate)
{
    /// <summary>Sets the session cookie on <paramref name="http"/> when the password is right.</summary>
    public async Task<SignInAnswer> TryAsync(HttpContext http, string email, string password, CancellationToken cancel = default)
    {
        var user = await users.FindByEmailAsync(email);
        var ip = http.Connection.RemoteIpAddress?.ToString();
        AttemptLimiter.Subject[] subjects = [AttemptLimiter.Subject.Address(ip), devices.SubjectOf(http, user, email)];
        if (limiter.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            return new SignInAnswer(Ok: false, wait);
        }
        var right = user is null ? decoy.Refuse(password) : await users.CheckPasswordAsync(user, password);
        var fact = right
            ? new AuditFact(null, user!.Email!, user.TwoFactorEnabled ? "signin.password_ok" : "signin.ok", user.Email, Ip: ip)
            : new AuditFact(null, user?.Email ?? "unknown account", "signin.failed", user?.Email, Ip: ip);
        await gate.WriteAsync(session => audit.AppendAsync(session, fact), cancel);
        if (right)
        {
            limiter.Succeeded(subjects);
            return new SignInAnswer(await door.OpenAsync(http, user!), TimeSpan.Zero) { NeedsCode = user!.TwoFactorEnabled };
        }
        return new SignInAnswer(right, TimeSpan.Zero);
    }
}

/// <summary>A hash to compare with where there is no account, so that an unknown one takes as long as a known one.</summary>
public sealed class DecoyPassword(IOptions<PasswordHasherOptions> options)
{
    private readonly PasswordHasher<HubUser> _hasher = new(options);
    private readonly string _hash = new PasswordHasher<HubUser>(options).HashPassword(new HubUser(), Guid.NewGuid().ToString());

    /// <summary>Does the work of a comparison; always false.</summary>
    public bool Refuse(string password)
    {
        _hasher.VerifyHashedPassword(new HubUser(), _hash, password);
        return false;
    }
}
