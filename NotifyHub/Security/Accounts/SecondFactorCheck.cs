using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Security.Accounts;

/// <summary>Whether a code is the account's: of the app, each once, or one of the recovery codes, each once.</summary>
public sealed class SecondFactorCheck(IWriteGate gate, ISecretBox box, TimeProvider time)
{
    /// <summary>Rows of the token table that are ours.</summary>
    internal const string Provider = "NotifyHub", Secret = "totp", Step = "totp_step", Recovery = "recovery";

    /// <summary>Takes the code: afterwards it is spent.</summary>
    public Task<bool> SpendAsync(long userId, string code, CancellationToken cancel = default)
    {
        var given = Canonical(code);
        return gate.WriteAsync(default(ProjectScope), async (db, session) =>
        {
            // One code, one sign-in: the account's row is what two at the same time wait for.
            await session.Prepare("update users set concurrency_stamp = @stamp where id = @id").Bind(Guid.NewGuid().ToString(), userId).ExecuteAsync();
            var rows = await db.UserTokens.Where(t => t.UserId == userId && t.LoginProvider == Provider).ToDictionaryAsync(t => t.Name, StringComparer.Ordinal, cancel);
            if (!rows.TryGetValue(Secret, out var secret) || !rows.TryGetValue(Step, out var step) || !rows.TryGetValue(Recovery, out var recovery))
            {
                return false;
            }
            if (Totp.Match(box.Open(PlaceOf(userId), Convert.FromBase64String(secret.Value!)), given, time.GetUtcNow(), long.Parse(step.Value!, CultureInfo.InvariantCulture)) is { } used)
            {
                step.Value = used.ToString(CultureInfo.InvariantCulture);
                return true;
            }
            var left = recovery.Value!.Split(';', StringSplitOptions.RemoveEmptyEntries).ToList();
            if (!left.Remove(HashOf(userId, [given])))
            {
                return false;
            }
            recovery.Value = string.Join(';', left);
            return true;
        }, cancel);
    }

    /// <summary>How many recovery codes are left.</summary>
    public static async Task<int> RecoveryLeftAsync(HubDb db, long userId, CancellationToken cancel = default) =>
        (await db.UserTokens.AsNoTracking().Where(t => t.UserId == userId && t.LoginProvider == Provider && t.Name == Recovery).Select(t => t.Value).SingleOrDefaultAsync(cancel))
            ?.Split(';', StringSplitOptions.RemoveEmptyEntries).Length ?? 0;

    /// <summary>Case, spaces and dashes do not matter.</summary>
    internal static string Canonical(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    internal static SecretPlace PlaceOf(long userId) => new("user_tokens.value", 0, userId);

    internal string HashOf(long userId, IEnumerable<string> codes) => string.Join(';', codes.Select(code => Convert.ToBase64String(box.Hash("users.recovery", userId, Encoding.UTF8.GetBytes(Canonical(code))))));
}
