using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Types;

/// <summary>A type as it was from a change on.</summary>
/// <param name="Number">1, 2, 3 ...</param>
/// <param name="Type">Null where the project's own word was taken away.</param>
/// <param name="ChangedBy">E-mail or key name.</param>
/// <param name="At">When.</param>
public sealed record TypeHistory(int Number, TypeDefinition? Type, string ChangedBy, DateTimeOffset At);

/// <summary>The types of a project: what NotifyHub brings, what the project changed of it, and what it made. Each deed is one transaction with its version and its audit entry.</summary>
public sealed class TypeBook(IWriteGate gate, HubContexts contexts, HubIds ids, IAuditLog audit, TimeProvider time)
{
    /// <summary>Most types that a project may make or change.</summary>
    public const int Most = 500;

    private const int HistoryShown = 100;

    /// <summary>Whether this may be a type's key.</summary>
    public static bool IsKey(string? key) => TypeChecks.IsKey(key);

    /// <summary>All of them: the built-in ones first, then the project's own by key.</summary>
    public async Task<IReadOnlyList<TypeDefinition>> AllAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var rows = (await Live(db).ToListAsync(cancel)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        return [
            .. BuiltInTypes.All.Select(type => rows.TryGetValue(type.Key, out var row) ? Definition(row) : type),
            .. rows.Values.Where(row => BuiltInTypes.Find(row.Key) is null).OrderBy(row => row.Key, StringComparer.Ordinal).Select(Definition)];
    }

    /// <summary>One; null when the project has none of this key.</summary>
    public async Task<TypeDefinition?> FindAsync(long projectId, string key, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.NotificationTypes.AsNoTracking().SingleOrDefaultAsync(t => t.ProjectId == projectId && t.Key == key && t.Definition != null, cancel) is { } row ? Definition(row) : BuiltInTypes.Find(key);
    }

    /// <summary>Makes a type of the project's own.</summary>
    /// <exception cref="RefusedException">Something is wrong with it, or there is one of this key.</exception>
    public Task<TypeDefinition> CreateAsync(long projectId, string? key, TypeDraft draft, string actor, Once<TypeDefinition>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        TypeChecks.Key("/key", key, faults);
        TypeChecks.Draft(key ?? "", draft, faults);
        faults.ThrowIfAny();
        return BuiltInTypes.Find(key!) is not null
            ? throw new RefusedException(RefusalCode.StateConflict, $"NotifyHub brings {key}; PUT /v1/types/{key} changes it.")
            : gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
            {
                await session.TakeTurnAsync(WriteTurn.Types);
                var row = await db.NotificationTypes.SingleOrDefaultAsync(t => t.Key == key, cancel);
                if (row?.Definition is not null)
                {
                    throw new RefusedException(RefusalCode.StateConflict, "Another type has this key.");
                }
                var type = await WriteAsync(db, session, row, projectId, key!, draft, actor, "type.created", cancel);
                if (once is not null)
                {
                    await once.RecordAsync(session, type, time.GetUtcNow());
                }
                return type;
            }, cancel);
    }

    /// <summary>Changes one: from then on it is what this draft says over what NotifyHub brings. What was accepted before goes out as it was.</summary>
    /// <returns>Null when the project has none of this key.</returns>
    /// <exception cref="RefusedException">Something is wrong with it.</exception>
    public async Task<TypeDefinition?> ChangeAsync(long projectId, string key, TypeDraft draft, string actor, CancellationToken cancel = default)
    {
        if (await FindAsync(projectId, key, cancel) is not { } known)
        {
            return null;
        }
        var faults = new FaultList();
        if (!known.IsDispatched)
        {
            faults.Add("", "not_allowed", $"{key} goes straight by mail and can't be changed.");
        }
        TypeChecks.Draft(key, draft, faults);
        faults.ThrowIfAny();
        return await gate.WriteAsync<TypeDefinition?>(ProjectScope.Of(projectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Types);
            var row = await db.NotificationTypes.SingleOrDefaultAsync(t => t.Key == key, cancel);
            // Somebody took it away meanwhile.
            return row?.Definition is null && BuiltInTypes.Find(key) is null ? null : await WriteAsync(db, session, row, projectId, key, draft, actor, "type.changed", cancel);
        }, cancel);
    }

    /// <summary>Takes the project's word away: a type of its own is gone, a built-in one is as NotifyHub brings it.</summary>
    /// <returns>False when there is no such word.</returns>
    public Task<bool> DeleteAsync(long projectId, string key, string actor, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Types);
            if (await db.NotificationTypes.SingleOrDefaultAsync(t => t.Key == key && t.Definition != null, cancel) is not { } row)
            {
                return false;
            }
            await WriteAsync(db, session, row, projectId, key, null, actor, BuiltInTypes.Find(key) is null ? "type.deleted" : "type.reset", cancel);
            return true;
        }, cancel);

    /// <summary>How it came to what it is, newest first; null when the project has no such type and never had.</summary>
    public async Task<IReadOnlyList<TypeHistory>?> HistoryAsync(long projectId, string key, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        if (await db.NotificationTypes.AsNoTracking().SingleOrDefaultAsync(t => t.ProjectId == projectId && t.Key == key, cancel) is not { } row)
        {
            return BuiltInTypes.Find(key) is null ? null : [];
        }
        var versions = await Versions(db, row.Id).Take(HistoryShown).ToListAsync(cancel);
        return [.. versions.Select(v => new TypeHistory(v.Number, v.Definition is { } definition ? TypeDraft.Read(definition).Over(key, v.Number) : null, v.ChangedBy, v.CreatedAt))];
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<NotificationType> Live(HubDb db) => db.NotificationTypes.AsNoTracking().Where(t => t.Definition != null).OrderBy(t => t.Key);

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<NotificationTypeVersion> Versions(HubDb db, long typeId) =>
        db.NotificationTypeVersions.AsNoTracking().Where(v => v.TypeId == typeId).OrderByDescending(v => v.Number);

    private async Task<TypeDefinition> WriteAsync(HubDb db, WriteSession session, NotificationType? row, long projectId, string key, TypeDraft? draft, string actor, string action, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (row is null)
        {
            if (await db.NotificationTypes.CountAsync(cancel) >= Most)
            {
                throw new RefusedException(RefusalCode.StateConflict, $"A project has at most {Most} types of its own.");
            }
            row = new NotificationType { Id = ids.Next(), ProjectId = projectId, Key = key, CreatedAt = now };
            db.NotificationTypes.Add(row);
        }
        (row.Definition, row.Version, row.UpdatedAt) = (draft?.Write(), row.Version + 1, now);
        db.NotificationTypeVersions.Add(new NotificationTypeVersion { TypeId = row.Id, Number = row.Version, ProjectId = projectId, Definition = row.Definition, ChangedBy = actor, CreatedAt = now });
        await audit.AppendAsync(session, new AuditFact(projectId, actor, action, key, $"version {row.Version}"));
        session.Changed(projectId, HubTables.Types);
        return row.Definition is null ? BuiltInTypes.Find(key) ?? new TypeDraft().Over(key, row.Version) : Definition(row);
    }

    private static TypeDefinition Definition(NotificationType row) => TypeDraft.Read(row.Definition!).Over(row.Key, row.Version);
}
