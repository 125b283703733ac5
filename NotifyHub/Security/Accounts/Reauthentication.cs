using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Rows;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Security.Accounts;

/// <summary>Asks for the password again before how one signs in is changed: a session that was left open must not be enough. Guesses are slowed down as at the sign-in.</summary>
public sealed class Reauthentication(UserManager<HubUser> users, AttemptLimiter limiter)
{
    /// <summary>Another window was faster.</summary>
    public const string Elsewhere = "Your account was changed elsewhere meanwhile. Sign in again.";

    /// <summary>Null when the password is right, or the account has none (its member signs in by mail or passkey).</summary>
    public async Task<string?> FaultAsync(HttpContext http, HubUser user, string password)
    {
        if (user.PasswordHash is null)
        {
            return null;
        }
        AttemptLimiter.Subject[] subjects = [AttemptLimiter.Subject.Address(http.Connection.RemoteIpAddress?.ToString()), new($"again:{user.Id}", 5, TimeSpan.FromMinutes(5))];
        if (limiter.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            return $"Too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} s.";
        }
        if (!await users.CheckPasswordAsync(user, password))
        {
            return "This is not your password.";
        }
        limiter.Succeeded(subjects);
        return null;
    }
}
