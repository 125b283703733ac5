using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Secrets;

/// <summary>
/// Opens the master key and proves that it is the one this database was sealed with. A lost key must never be replaced in silence:
/// every credential and device token would be unreadable, and nobody would know why.
/// </summary>
public sealed class MasterKeyCheck(MasterKey key, HubContexts contexts, IWriteGate gate)
{
    private const string Fact = "secrets.check";

    /// <summary>Call once at start, after the store is open.</summary>
    /// <exception cref="StartRefusedException">The key is missing or another one; the message says what to restore.</exception>
    public async Task OpenAsync(CancellationToken cancel = default)
    {
        var expected = await ExpectedAsync(cancel);
        if (!key.TryOpen())
        {
            if (expected is not null)
            {
                throw new StartRefusedException($"The database was sealed with a master key that is missing. Restore {key.File} from your backup, or give the key as NotifyHub:Security:MasterKey.");
            }
            key.Make();
        }
        var actual = Convert.ToHexStringLower(HMACSHA256.HashData(key.Derive("check"), "notifyhub"u8));
        if (expected is null)
        {
            await gate.WriteAsync(default, async (HubDb db, WriteSession _) => await db.Facts.AddAsync(new InstallationFact { Name = Fact, Value = actual }, cancel), cancel);
        }
        else if (expected != actual)
        {
            throw new StartRefusedException($"The database was sealed with another master key. Restore the right {key.File} from your backup, or set NotifyHub:Security:MasterKey to it.");
        }
    }

    private async Task<string?> ExpectedAsync(CancellationToken cancel)
    {
        await using var db = contexts.Open(default);
        return await db.Facts.Where(f => f.Name == Fact).Select(f => f.Value).SingleOrDefaultAsync(cancel);
    }
}
