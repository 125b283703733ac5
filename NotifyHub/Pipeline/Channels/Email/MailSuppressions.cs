using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Addresses that get no mail of a project: refused for good, or whose owner complained. Known by a keyed hash.</summary>
public sealed class MailSuppressions(IWriteGate gate, HubContexts contexts, HubIds ids, ISecretBox box, IAuditLog audit, TimeProvider time)
{
    internal const string Put = """
        insert into mail_suppressions (id, project_id, address_hash, domain, reason, code, device_id, created_at) values (@id, @project, @hash, @domain, @reason, @code, @device, @now)
        on conflict (project_id, address_hash) do nothing
        """;

    private static readonly string Revive = $"""
        update devices set status = {(int)DeviceStatus.Active}, retired_reason = null, retired_at = null, updated_at = @now
        where id = @id and project_id = @project and provider = {(int)ProviderKind.Email} and status = {(int)DeviceStatus.Retired} and retired_reason <> '{DeviceRetirement.Removed}' and retired_reason <> '{DeviceRetirement.Erased}'
        """;

    /// <summary>Why this address gets nothing; null when it may.</summary>
    public async Task<string?> WhyAsync(long projectId, string address, CancellationToken cancel)
    {
        var hash = HashOf(projectId, address);
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.MailSuppressions.Where(s => s.ProjectId == projectId && s.AddressHash == hash).Select(s => s.Reason).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Nothing more to this address. What is known already stays as it is.</summary>
    public Task AddAsync(long projectId, string address, string reason, string? code, long? endpoint, CancellationToken cancel) =>
        gate.WriteAsync(async session =>
        {
            await session.Prepare(Put).Bind(ids.Next(), projectId, HashOf(projectId, address), address[(address.LastIndexOf('@') + 1)..], reason, code, endpoint, time.GetUtcNow()).ExecuteAsync();
            session.Changed(projectId, HubTables.Mail);
        }, cancel);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MailSuppression>> PageAsync(long projectId, long? before, int limit, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.MailSuppressions.AsNoTracking().Where(s => s.ProjectId == projectId && (before == null || s.Id < before)).OrderByDescending(s => s.Id).Take(limit).ToListAsync(cancel);
    }

    /// <summary>The address may be tried again; the endpoint at which it was found comes back.</summary>
    /// <returns>False when this project has no such row.</returns>
    public Task<bool> RemoveAsync(long projectId, long id, string actor, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            if (await db.MailSuppressions.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } row)
            {
                return false;
            }
            db.MailSuppressions.Remove(row);
            if (row.DeviceId is { } endpoint)
            {
                await session.Prepare(Revive).Bind(time.GetUtcNow(), endpoint, projectId).ExecuteLaterAsync();
            }
            await audit.AppendAsync(session, new AuditFact(projectId, actor, "suppression.removed", RowId.Format(RowId.Suppression, id)));
            session.Changed(projectId, HubTables.Mail | HubTables.Devices);
            return true;
        }, cancel);

    private byte[] HashOf(long projectId, string address) => box.Hash("mail_suppressions.address", projectId, Encoding.UTF8.GetBytes(address.Trim().ToLowerInvariant()));
}
