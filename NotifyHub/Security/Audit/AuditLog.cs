using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Audit;

/// <summary>
/// Each entry's hash covers its content and the hash before it, so a changed or removed entry breaks the chain.
/// The previous hash is read in a turn of its own, over all nodes: the chain cannot fork.
/// </summary>
public sealed class AuditLog(HubIds ids, TimeProvider time) : IAuditLog
{
    /// <inheritdoc/>
    public async ValueTask AppendAsync(WriteSession session, AuditFact fact)
    {
        await session.TakeTurnAsync(WriteTurn.Audit);
        var last = await session.Prepare("select id, hash from audit_entries order by id desc limit 1").QueryAsync(row => (Id: row.GetInt64(0), Hash: row.GetFieldValue<byte[]>(1)));
        var previous = last.Count > 0 ? last[0].Hash : AuditChain.Start;
        var entry = new AuditEntry
        {
            // The chain is followed by id: a node whose clock is behind may not write before the last.
            Id = Math.Max(ids.Next(), last.Count > 0 ? last[0].Id + 1 : 0), ProjectId = fact.ProjectId, Actor = fact.Actor, Action = fact.Action, Subject = fact.Subject, Detail = fact.Detail,
            Ip = fact.Ip, At = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()), PreviousHash = previous, Hash = [],
        };
        await session.Prepare("""
            insert into audit_entries (id, project_id, actor, action, subject, detail, ip, at, previous_hash, hash)
            values (@id, @project, @actor, @action, @subject, @detail, @ip, @at, @previous, @hash)
            """)
            .Bind(entry.Id, entry.ProjectId, entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.Ip, entry.At, previous, AuditChain.HashOf(entry))
            .ExecuteAsync();
    }
}
