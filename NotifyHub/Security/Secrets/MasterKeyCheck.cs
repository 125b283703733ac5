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
                throw new StartRefusedException($"The database was sealed with a master key that is missing. Restore {key.File} from your backup, copy it from a node that runs, or give the key as NotifyHub:Security:MasterKey.");
            }
            key.Make();
        }
        var actual = Convert.ToHexStringLower(HMACSHA256.HashData(key.Derive("check"), "notifyhub"u8));
        if ((expected ?? await FirstAsync(actual, cancel)) != actual)
        {
            throw new StartRefusedException($"The database was sealed with another master key. Restore the right {key.File} from your backup or copy it from a node that runs, or set NotifyHub:Security:MasterKey to it.");
        }
    }

    // Nodes that start together on an empty database: the first one's key counts.
    private Task<string> FirstAsync(string actual, CancellationToken cancel) => gate.WriteAsync(default, async (HubDb db, WriteSession session) =>
    {
        await session.TakeTurnAsync(WriteTurn.Setup);
        if (await db.Facts.Where(f => f.Name == Fact).Select(f => f.Value).SingleOrDefaultAsync(cancel) is { } known)
        {
            return known;
        }
        db.Facts.Add(new InstallationFact { Name = Fact, Value = actual });
        return actual;
    }, cancel);

    private async Task<string?> ExpectedAsync(CancellationToken cancel)
    {
        await using var db = contexts.Open(default);
        return await db.Facts.Where(f => f.Name == Fact).Select(f => f.Value).SingleOrDefaultAsync(cancel);
    }
}
