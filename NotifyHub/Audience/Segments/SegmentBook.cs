using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Audience.Segments;

/// <summary>What a segment is to be.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Expression">What must be true of its devices.</param>
public sealed record SegmentDraft(string? Name, JsonElement Expression);

/// <summary>The segments of a project. Each deed is one transaction with its audit entry.</summary>
public sealed class SegmentBook(IWriteGate gate, HubContexts contexts, HubIds ids, IAuditLog audit, TimeProvider time)
{
    private const int NameMax = 100;

    /// <summary>Makes one.</summary>
    /// <exception cref="RefusedException">Something is wrong with it, or the name is taken.</exception>
    public Task<Segment> CreateAsync(long projectId, SegmentDraft draft, string actor, Once<Segment>? once = null, CancellationToken cancel = default)
    {
        var expression = Check(draft);
        return gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            var now = time.GetUtcNow();
            await RefuseTakenAsync(db, draft.Name!, 0, cancel);
            var segment = new Segment { Id = ids.Next(), ProjectId = projectId, Name = draft.Name!, Expression = expression, CreatedAt = now, UpdatedAt = now };
            db.Segments.Add(segment);
            await TellAsync(session, segment, "segment.created", actor);
            if (once is not null)
            {
                await once.RecordAsync(session, segment, now);
            }
            return segment;
        }, cancel);
    }

    /// <summary>Changes one; sends that were accepted before keep the expression of then.</summary>
    /// <returns>Null when it is not of this project.</returns>
    /// <exception cref="RefusedException">Something is wrong with it, or the name is taken.</exception>
    public Task<Segment?> ChangeAsync(long projectId, long id, SegmentDraft draft, string actor, CancellationToken cancel = default)
    {
        var expression = Check(draft);
        return gate.WriteAsync<Segment?>(ProjectScope.Of(projectId), async (db, session) =>
        {
            if (await db.Segments.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } segment)
            {
                return null;
            }
            await RefuseTakenAsync(db, draft.Name!, id, cancel);
            (segment.Name, segment.Expression, segment.UpdatedAt) = (draft.Name!, expression, time.GetUtcNow());
            await TellAsync(session, segment, "segment.changed", actor);
            return segment;
        }, cancel);
    }

    /// <summary>Takes one away; sends that were accepted before are not touched.</summary>
    /// <returns>False when it is not of this project.</returns>
    public Task<bool> DeleteAsync(long projectId, long id, string actor, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            if (await db.Segments.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } segment)
            {
                return false;
            }
            db.Segments.Remove(segment);
            await TellAsync(session, segment, "segment.deleted", actor);
            return true;
        }, cancel);

    /// <summary>One; null when it is not of this project.</summary>
    public async Task<Segment?> FindAsync(long projectId, long id, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);
    }

    /// <summary>A page of them, newest first.</summary>
    public async Task<IReadOnlyList<Segment>> PageAsync(long projectId, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Page(db, before).Take(take).ToListAsync(cancel);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<Segment> Page(HubDb db, long? before)
    {
        var rows = db.Segments.AsNoTracking();
        return (before is { } id ? rows.Where(s => s.Id < id) : rows).OrderByDescending(s => s.Id);
    }

    private static string Check(SegmentDraft draft)
    {
        var faults = new FaultList();
        faults.Required("/name", draft.Name);
        faults.Length("/name", draft.Name, NameMax);
        if (draft.Name?.Any(char.IsControl) == true)
        {
            faults.Add("/name", "bad_text", "name must not hold control characters.");
        }
        SegmentReader.Read(draft.Expression, "/expression", faults);
        faults.ThrowIfAny();
        return draft.Expression.GetRawText();
    }

    private static async Task RefuseTakenAsync(HubDb db, string name, long own, CancellationToken cancel)
    {
        if (await db.Segments.AnyAsync(s => s.Name == name && s.Id != own, cancel))
        {
            throw new RefusedException(RefusalCode.StateConflict, "Another segment has this name.");
        }
    }

    private async Task TellAsync(WriteSession session, Segment segment, string action, string actor)
    {
        await audit.AppendAsync(session, new AuditFact(segment.ProjectId, actor, action, RowId.Format(RowId.Segment, segment.Id), segment.Name));
        session.Changed(segment.ProjectId, HubTables.Segments);
    }
}
