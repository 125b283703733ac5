using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>Where a project's policy is read and changed. A change reaches the workers of this process with its commit, other nodes within seconds.</summary>
public sealed class PolicyDesk
{
    private readonly HubContexts _contexts;
    private readonly IWriteGate _gate;
    private readonly IAuditLog _audit;
    private readonly PolicyBook _book;

    internal PolicyDesk(HubContexts contexts, IWriteGate gate, IAuditLog audit, PolicyBook book) => (_contexts, _gate, _audit, _book) = (contexts, gate, audit, book);

    /// <summary>As stored.</summary>
    public async Task<PolicySettings> ReadAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var json = await db.Projects.AsNoTracking().Where(project => project.Id == projectId).Select(project => project.PolicySettings).SingleOrDefaultAsync(cancel);
        return json is null ? new PolicySettings() : PolicyJson.Read(json) ?? new PolicySettings();
    }

    /// <summary>Replaces all of it; what is left out is not asked any more.</summary>
    /// <exception cref="RefusedException">Something is out of range: <c>validation_failed</c>, with each field.</exception>
    public async Task<PolicySettings> StoreAsync(ProjectAdmin by, PolicySettings settings, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        settings.Check(faults);
        faults.ThrowIfAny();
        var json = PolicyJson.Write(settings);
        await _gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            (await db.Projects.SingleAsync(project => project.Id == by.ProjectId, cancel)).PolicySettings = json;
            await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "policy.changed", RowId.Format(RowId.Project, by.ProjectId), json ?? "{}", by.Ip));
            session.Changed(by.ProjectId, HubTables.Settings);
            session.AfterCommit(() => _book.Put(by.ProjectId, json));
            return 0;
        }, cancel);
        return settings;
    }
}
