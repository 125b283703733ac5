using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.ApiKeys;

/// <summary>What a new key shall be. A publishable key has no scopes: its kind says what it may do.</summary>
public sealed record NewKey(string Name, ApiKeyKind Kind, ApiScopes Scopes, DateTimeOffset? ExpiresAt = null);

/// <summary>A key just made: the only moment at which its text is known.</summary>
public sealed record IssuedKey(ApiKey Row, string Text)
{
    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"IssuedKey({Row.Name})";
}

/// <summary>Makes, lists, rotates and revokes the keys of a project.</summary>
public sealed class ProjectKeys(HubContexts contexts, IWriteGate gate, IAuditLog audit, HubIds ids, TimeProvider time)
{
    /// <summary>All keys of the project, newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.ApiKeys.AsNoTracking().OrderByDescending(k => k.Id).ToListAsync(cancel);
    }

    /// <summary>Makes a key. The name is 1 to 100 characters.</summary>
    public Task<IssuedKey> CreateAsync(ProjectAdmin by, NewKey key, CancellationToken cancel = default) =>
        gate.WriteAsync(session => AddAsync(session, by, key, KeyText.Make(key.Kind), "key.created"), cancel);

    /// <summary>Ends a key at once, on every request from now on. False when there is no such live key.</summary>
    public Task<bool> RevokeAsync(ProjectAdmin by, long keyId, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            if (await LiveAsync(db, keyId, cancel) is not { } row)
            {
                return false;
            }
            row.RevokedAt = time.GetUtcNow();
            await NoteAsync(session, by, "key.revoked", row);
            return true;
        }, cancel);

    /// <summary>Makes a key with the same rights; the old one works for <paramref name="overlap"/> longer. Null when there is no such live key.</summary>
    public Task<IssuedKey?> RotateAsync(ProjectAdmin by, long keyId, TimeSpan overlap, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            if (await LiveAsync(db, keyId, cancel) is not { RotatedToId: null } row)
            {
                return null;
            }
            var next = await AddAsync(session, by, new NewKey(row.Name, row.Kind, row.Scopes, row.ExpiresAt), KeyText.Make(row.Kind), "key.rotated");
            var end = time.GetUtcNow() + overlap;
            row.ExpiresAt = row.ExpiresAt is { } already && already < end ? already : end;
            row.RotatedToId = next.Row.Id;
            return next;
        }, cancel);

    /// <summary>Adds a key whose text is given, inside the caller's transaction.</summary>
    internal async ValueTask<IssuedKey> AddAsync(WriteSession session, ProjectAdmin by, NewKey key, string text, string action)
    {
        if (!KeyText.TryLookup(text, out var lookup))
        {
            throw new ArgumentException($"A server key starts with nhs_ and has at least {KeyText.ShortestGiven} characters.", nameof(text));
        }
        var row = new ApiKey
        {
            Id = ids.Next(), ProjectId = by.ProjectId, Kind = key.Kind, Name = key.Name, LookupId = lookup, Hash = KeyText.Hash(text),
            Scopes = key.Kind == ApiKeyKind.Server ? key.Scopes : ApiScopes.None,
            CreatedAt = time.GetUtcNow(), CreatedBy = by.Actor, ExpiresAt = key.ExpiresAt,
        };
        await using var db = session.Open(ProjectScope.Of(by.ProjectId));
        db.ApiKeys.Add(row);
        await db.SaveChangesAsync();
        await NoteAsync(session, by, action, row);
        return new IssuedKey(row, text);
    }

    private async ValueTask NoteAsync(WriteSession session, ProjectAdmin by, string action, ApiKey row)
    {
        session.Changed(by.ProjectId, HubTables.Keys);
        var detail = JsonSerializer.Serialize(new { name = row.Name, kind = row.Kind.ToString(), scopes = row.Scopes.ToString() });
        await audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, action, RowId.Format(RowId.Key, row.Id), detail, by.Ip));
    }

    private async Task<ApiKey?> LiveAsync(HubDb db, long keyId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == keyId && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancel);
    }
}
