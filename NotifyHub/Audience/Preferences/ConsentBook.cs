using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Preferences;

/// <summary>Opt-outs of end users by category: where each stands now, and the record of how it came to that.</summary>
public sealed class ConsentBook(IWriteGate gate, HubContexts contexts, HubIds ids, TimeProvider time)
{
    private const int MaxCategory = 64;

    internal const string Put = """
        insert into opt_outs (id, project_id, subject, subject_id, category, opted_out, source, updated_at)
        values (@id, @project, @subject, @subject_id, @category, @out, @source, @now)
        on conflict (project_id, subject, subject_id, category) do update set opted_out = excluded.opted_out, source = excluded.source, updated_at = excluded.updated_at
        where opt_outs.opted_out <> excluded.opted_out
        """;

    internal const string Record = """
        insert into consent_records (id, project_id, subject, subject_id, category, opted_out, source, actor, ip, at)
        values (@id, @project, @subject, @subject_id, @category, @out, @source, @actor, @ip, @now)
        """;

    /// <summary>Takes down what they want. What is so already makes no new record.</summary>
    /// <exception cref="RefusedException">Categories are wrong.</exception>
    public async Task SetAsync(long projectId, SubjectKey subject, IReadOnlyList<PreferenceChange> changes, ConsentOrigin origin, CancellationToken cancel = default)
    {
        Check(changes);
        await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            if (subject.Kind == ConsentSubject.User)
            {
                await PersonRows.EnsureAsync(session, ids, projectId, subject.Id, now);
            }
            foreach (var change in changes)
            {
                if (await session.Prepare(Put).Bind(ids.Next(), projectId, subject.Kind, subject.Id, change.Category, change.OptedOut, origin.Source, now).ExecuteAsync() > 0)
                {
                    await session.Prepare(Record).Bind(ids.Next(), projectId, subject.Kind, subject.Id, change.Category, change.OptedOut, origin.Source, origin.Actor, origin.Ip, now).ExecuteLaterAsync();
                    session.Changed(projectId, HubTables.Preferences);
                    Tell(session, projectId, subject, change, origin, now);
                }
            }
        }, cancel);
    }

    /// <summary>Every category that they ever said something about, by name.</summary>
    public async Task<IReadOnlyList<OptOut>> OfAsync(long projectId, SubjectKey subject, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.OptOuts.AsNoTracking().Where(o => o.ProjectId == projectId && o.Subject == subject.Kind && o.SubjectId == subject.Id).OrderBy(o => o.Category).ToListAsync(cancel);
    }

    /// <summary>Their records, newest first.</summary>
    public async Task<IReadOnlyList<ConsentRecord>> HistoryAsync(long projectId, SubjectKey subject, long? before, int limit, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.ConsentRecords.AsNoTracking()
            .Where(c => c.ProjectId == projectId && c.Subject == subject.Kind && c.SubjectId == subject.Id && (before == null || c.Id < before))
            .OrderByDescending(c => c.Id).Take(limit).ToListAsync(cancel);
    }

    // In full: of all facts only this one is about a person.
    private static void Tell(WriteSession session, long projectId, SubjectKey subject, PreferenceChange change, ConsentOrigin origin, DateTimeOffset now)
    {
        if (session.Wants(projectId, FactKind.PreferenceChanged))
        {
            var told = new JsonObject
            {
                [subject.Kind == ConsentSubject.User ? "userId" : "userFingerprintHex"] = subject.Id, ["category"] = change.Category, ["optedOut"] = change.OptedOut, ["source"] = origin.Source,
                ["updatedAt"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            };
            session.Happened(new HubFact(FactKind.PreferenceChanged, projectId, 0, told.ToJsonString()));
        }
    }

    private static void Check(IReadOnlyList<PreferenceChange> changes)
    {
        var faults = new FaultList();
        if (changes.Count is 0 or > PreferenceChanges.Most)
        {
            faults.Add("/preferences", RefusalCode.BatchTooLarge, $"{changes.Count} categories; 1 to {PreferenceChanges.Most} are allowed.");
            faults.ThrowIfAny();
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < changes.Count; i++)
        {
            var pointer = $"/preferences/{i}/category";
            faults.Length(pointer, changes[i].Category, MaxCategory);
            ProfileChecks.Plain(faults, pointer, changes[i].Category);
            if (!seen.Add(changes[i].Category))
            {
                faults.Add(pointer, "not_allowed", "This category is named twice.");
            }
        }
        faults.ThrowIfAny();
    }
}
