using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.ApiKeys;

/// <summary>
/// Looks keys up by their public part and compares hashes in fixed time. Live keys are remembered, so a request costs no read;
/// any committed change of a key forgets them all before the one who changed it gets his answer. Unknown keys are never remembered.
/// </summary>
public sealed class KeyVerifier : IKeyVerifier, IDisposable
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly HubContexts _contexts;
    private readonly ChangeFeed _feed;
    private readonly KeyUse _use;
    private readonly TimeProvider _time;
    private long _generation;

    public KeyVerifier(HubContexts contexts, ChangeFeed feed, KeyUse use, TimeProvider time)
    {
        (_contexts, _feed, _use, _time) = (contexts, feed, use, time);
        _feed.Changed += Forget;
    }

    /// <inheritdoc/>
    public async ValueTask<KeyCaller?> VerifyAsync(string presented, CancellationToken cancel = default)
    {
        if (!KeyText.TryLookup(presented, out var lookup))
        {
            return null;
        }
        if (!_known.TryGetValue(lookup, out var known) || known.Generation != Volatile.Read(ref _generation))
        {
            known = await LoadAsync(lookup, cancel);
        }
        var now = _time.GetUtcNow();
        if (known is null || !CryptographicOperations.FixedTimeEquals(known.Hash, KeyText.Hash(presented)) || known.ExpiresAt <= now)
        {
            return null;
        }
        _use.Note(known.Caller.KeyId, now);
        return known.Caller;
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Changed -= Forget;

    private async Task<Known?> LoadAsync(string lookup, CancellationToken cancel)
    {
        // Taken before the read: a key revoked meanwhile leaves an entry of an old generation, which nobody uses.
        var generation = Volatile.Read(ref _generation);
        await using var db = _contexts.Open(ProjectScope.EveryProject);
        var row = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.LookupId == lookup && k.RevokedAt == null, cancel);
        if (row is null)
        {
            return null;
        }
        var known = new Known(row.Hash, new KeyCaller(row.ProjectId, row.Id, row.Kind, row.Scopes, row.Name), row.ExpiresAt, generation);
        _known[lookup] = known;
        return known;
    }

    private void Forget(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Keys))
        {
            Interlocked.Increment(ref _generation);
            _known.Clear();
        }
    }

    private sealed record Known(byte[] Hash, KeyCaller Caller, DateTimeOffset? ExpiresAt, long Generation);
}
