using NotifyHub.Data.Gate;

namespace NotifyHub.Security.Audit;

/// <summary>Appends to the audit log, in the same transaction as the deed.</summary>
public interface IAuditLog
{
    /// <summary>Adds one entry to the chain.</summary>
    ValueTask AppendAsync(WriteSession session, AuditFact fact);
}

/// <summary>Who did what to what, from where. <paramref name="Detail"/> is JSON without secrets.</summary>
public sealed record AuditFact(long? ProjectId, string Actor, string Action, string? Subject, string? Detail = null, string? Ip = null);
