using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.SignIn;

/// <summary>
/// Remembers in a browser that an account signed in there. A stranger who keeps an account's delay high then does not keep out its owner.
/// It gives no right: only a count of attempts of its own.
/// </summary>
public sealed class KnownDevice(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Name = "notifyhub-device";
    private static readonly TimeSpan Life = TimeSpan.FromDays(180);
    private readonly IDataProtector _protector = protection.CreateProtector("known-device");

    /// <summary>Whose attempts these are: the browser's, when it is known for the account, else the account's.</summary>
    public AttemptLimiter.Subject SubjectOf(HttpContext http, HubUser? user, string email)
    {
        if (user is not null && http.Request.Cookies[HostCookies.NameFor(http, Name)] is { } cookie)
        {
            try
            {
                var text = _protector.Unprotect(cookie);
                if (text.StartsWith($"{user.Id}:", StringComparison.Ordinal))
                {
                    return AttemptLimiter.Subject.Device(text);
                }
            }
            catch (CryptographicException)
            {
                // Not a cookie of ours: the browser is unknown.
            }
        }
        return AttemptLimiter.Subject.Account(email);
    }

    /// <summary>The account signed in here.</summary>
    public void Remember(HttpContext http, HubUser user) =>
        http.Response.Cookies.Append(HostCookies.NameFor(http, Name), _protector.Protect($"{user.Id}:{Guid.NewGuid():N}"), new CookieOptions
        {
            HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", Expires = time.GetUtcNow() + Life, IsEssential = true,
        });
}
