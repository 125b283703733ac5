using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.SignIn;

/// <summary>Length is what counts (NIST SP 800-63B): 12 to 256 characters of any kind, and none of the ones that everybody tries first.</summary>
public sealed class PasswordRules : IPasswordValidator<HubUser>
{
    /// <summary>Shortest password.</summary>
    public const int Shortest = 12;
    /// <summary>Longest password: a bound for the hash's work, far above any passphrase.</summary>
    public const int Longest = 256;

    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "123456789012", "1234567890123", "12345678901234", "123456123456", "123123123123", "111111111111", "000000000000", "121212121212", "112233445566",
        "987654321098", "098765432109", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]", "qwertyuiopas", "qwerty123456", "qwerty1234567", "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6", "zaq12wsxcde3", "asdfghjkl123", "asdfasdfasdf", "zxcvbnm12345", "abcdefghijkl",
        "abcdefghijklm", "abc123abc123", "abcd12345678", "abc123456789", "a1b2c3d4e5f6", "password1234", "password12345", "password123456", "password123!",
        "passwordpassword", "passw0rd1234", "p@ssw0rd1234", "p@ssword1234", "mypassword123", "administrator", "administrator1", "admin1234567", "admin12345678",
        "adminadminadmin", "letmeinletmein", "letmein12345", "welcome12345", "welcome123456", "iloveyou1234", "iloveyou12345", "iloveyouforever", "sunshine1234",
        "princess1234", "football1234", "baseball1234", "superman1234", "changeme1234", "changemechangeme", "changeme123!", "trustno1trustno1", "dragon123456",
        "monkey123456", "michael12345", "correcthorsebatterystaple", "correct horse battery staple", "notifyhub1234", "notifyhubnotifyhub",
    };

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<HubUser> manager, HubUser user, string? password)
    {
        var text = password ?? "";
        if (text.Length is < Shortest or > Longest)
        {
            return Refuse("PasswordLength", $"A password has {Shortest} to {Longest} characters.");
        }
        if (Common.Contains(text) || text.Distinct().Count() < 4)
        {
            return Refuse("PasswordCommon", "This password is among those that are tried first. Three or four unrelated words make a good one.");
        }
        if (user.Email is { Length: > 0 } email && text.Contains(email, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse("PasswordEmail", "The password must not contain the e-mail address.");
        }
        return Task.FromResult(IdentityResult.Success);
    }

    private static Task<IdentityResult> Refuse(string code, string words) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = code, Description = words }));
}
