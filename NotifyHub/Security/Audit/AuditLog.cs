using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Audit;

/// <summary>
/// Each entry's hash covers its content and the hash before it, so a changed or removed entry breaks the chain.
/// The previous hash is read inside the gate, where there is one writer: the chain cannot fork.
/// </summary>
public sealed class AuditLog(HubIds ids, TimeProvider time) : IAuditLog
{
    /// <inheritdoc/>
    public async ValueTask AppendAsync(WriteSession session, AuditFact fact)
    {
        var previous = (byte[]?)await session.Prepare("select hash from audit_entries order by id desc limit 1").ScalarAsync() ?? AuditChain.Start;
        var entry = new AuditEntry
        {
            Id = ids.Next(), ProjectId = fact.ProjectId, Actor = fact.Actor, Action = fact.Action, Subject = fact.Subject, Detail = fact.Detail,
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
