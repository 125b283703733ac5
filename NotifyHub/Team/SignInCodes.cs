using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Team;

/// <summary>
/// Signing in by a code that was mailed: six digits, once, five tries, ten minutes. Whoever asks is answered the same, and as fast, whether the address has an account or not:
/// looking it up and mailing happen after the answer (<see cref="SignInCodePost"/>).
/// </summary>
public sealed class SignInCodes(UserManager<HubUser> users, SessionDoor door, SignInCodePost post, DirectMail mail, AttemptLimiter limiter, ISecretBox box, IAuditLog audit, IWriteGate gate, TimeProvider time)
{
    /// <summary>How long a code works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Wrong and right ones of a code.</summary>
    internal const int Tries = 5;

    /// <summary>Counts before it compares, so that many at once gain nothing.</summary>
    internal const string Count = "update sign_in_codes set tries = tries + 1 where user_id = @user and tries < @most and expires_at > @now";

    /// <summary>The right one is gone with its use.</summary>
    internal const string Spend = "delete from sign_in_codes where user_id = @user and code_hash = @hash";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Whether codes are mailed at all.</summary>
    public bool AreOffered => mail.Leaves;

    /// <summary>Asks for a code.</summary>
    /// <returns>Zero, or how long to wait before asking again.</returns>
    public TimeSpan Ask(HttpContext http, string email)
    {
        var ip = http.Connection.RemoteIpAddress?.ToString();
        var wait = limiter.Begin(AttemptLimiter.Subject.Address(ip), new($"mail-code:{email.ToUpperInvariant()}", 3, LongestWait));
        return wait > TimeSpan.Zero ? wait : post.TryOffer(new AskedCode(email, ip)) ? TimeSpan.Zero : TimeSpan.FromMinutes(1);
    }

    /// <summary>Opens the session when the code is right, or goes on to the account's second factor.</summary>
    public async Task<SignInAnswer> TryAsync(HttpContext http, string email, string code, CancellationToken cancel = default)
    {
        var ip = http.Connection.RemoteIpAddress?.ToString();
        // Of its own: neither a new code nor a right password takes this count back.
        AttemptLimiter.Subject[] subjects = [AttemptLimiter.Subject.Address(ip), new($"mailed-code:{email.ToUpperInvariant()}", 5, LongestWait)];
        if (limiter.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            return new SignInAnswer(Ok: false, wait);
        }
        var user = await users.FindByEmailAsync(email);
        var (id, hash) = (user?.Id ?? 0, HashOf(box, user?.Id ?? 0, code));
        var right = await gate.WriteAsync(async session =>
        {
            var counted = await session.Prepare(Count).Bind(id, Tries, time.GetUtcNow()).ExecuteAsync();
            var spent = counted == 1 && await session.Prepare(Spend).Bind(id, hash).ExecuteAsync() == 1;
            var action = !spent ? "signin.mail_code_failed" : user!.TwoFactorEnabled ? "signin.mail_code_ok" : "signin.ok";
            await audit.AppendAsync(session, new AuditFact(null, user?.Email ?? "unknown account", action, user?.Email, Ip: ip));
            return spent;
        }, cancel);
        if (!right)
        {
            return new SignInAnswer(Ok: false, TimeSpan.Zero);
        }
        limiter.Succeeded(subjects);
        return new SignInAnswer(await door.OpenAsync(http, user!), TimeSpan.Zero) { NeedsCode = user!.TwoFactorEnabled };
    }

    /// <summary>A fresh one.</summary>
    internal static string Make() => RandomNumberGenerator.GetString("0123456789", 6);

    // Keyed: a million codes would be tried in a moment against a plain hash.
    internal static byte[] HashOf(ISecretBox box, long userId, string code) => box.Hash("sign_in_codes.code", userId, Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiDigit))));
}
