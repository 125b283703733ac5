using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Alerts;

/// <summary>What is wrong, for whom, and what to do.</summary>
/// <param name="ProjectId">Whose; 0 for the whole installation.</param>
/// <param name="Kind">What kind of trouble.</param>
/// <param name="Subject">What it is about: a vendor's wire name, a job, a node. Kind and subject name the alert.</param>
/// <param name="Detail">Cause and remedy in words, without secrets, tokens, titles or bodies; at most 500 characters are kept.</param>
public readonly record struct AlertFact(long ProjectId, AlertKind Kind, string Subject, string Detail);

/// <summary>
/// Opens and ends alerts inside the transaction of what caused them. At most one is open per project, kind and subject;
/// one that comes back soon after its end, before anybody was told of that end, is the same one again (no flapping).
/// </summary>
public sealed class AlertBook(HubIds ids, TimeProvider time)
{
    /// <summary>A trouble that returns within this is the same trouble, and its end is told only after it.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromMinutes(2);

    private const int MostWords = 500;

    internal const string Reopen = """
        update alerts set resolved_at = null, last_seen_at = @now, detail = @detail
        where project_id = @project and kind = @kind and subject = @subject and resolved_at > @since and end_told_at is null
            and not exists (select 1 from alerts o where o.project_id = @project and o.kind = @kind and o.subject = @subject and o.resolved_at is null)
        """;

    internal const string Open = """
        insert into alerts (id, project_id, kind, subject, detail, opened_at, last_seen_at) values (@id, @project, @kind, @subject, @detail, @now, @now)
        on conflict (project_id, kind, subject) where resolved_at is null do update set last_seen_at = excluded.last_seen_at, detail = excluded.detail
        returning id
        """;

    internal const string End = "update alerts set resolved_at = @now where project_id = @project and kind = @kind and subject = @subject and resolved_at is null";

    /// <summary>The trouble is there. Saying it again only moves its last-seen time and its words.</summary>
    /// <returns>True when this opened (or reopened) it.</returns>
    public async ValueTask<bool> RaiseAsync(WriteSession session, AlertFact fact)
    {
        var (now, detail) = (time.GetUtcNow(), fact.Detail.Length > MostWords ? fact.Detail[..MostWords] : fact.Detail);
        var opened = await session.Prepare(Reopen).Bind(now, detail, fact.ProjectId, fact.Kind, fact.Subject, now - Settles).ExecuteAsync() > 0;
        if (!opened)
        {
            var id = ids.Next();
            opened = await session.Prepare(Open).Bind(id, fact.ProjectId, fact.Kind, fact.Subject, detail, now).ScalarAsync() is long stands && stands == id;
        }
        session.Changed(fact.ProjectId, HubTables.Alerts);
        return opened;
    }

    /// <summary>The trouble is over; nothing happens when it was not there.</summary>
    /// <returns>True when this ended it.</returns>
    public async ValueTask<bool> ResolveAsync(WriteSession session, long projectId, AlertKind kind, string subject)
    {
        var ended = await session.Prepare(End).Bind(time.GetUtcNow(), projectId, kind, subject).ExecuteAsync() > 0;
        if (ended)
        {
            session.Changed(projectId, HubTables.Alerts);
        }
        return ended;
    }
}
