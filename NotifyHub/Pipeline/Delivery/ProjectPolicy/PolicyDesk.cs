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

    // The row's lock is the turn of two who store at the same moment: the second finds what the first wrote.
    internal const string Swap = "update projects set policy_settings = @json where id = @id and coalesce(policy_settings, '') = @was";

    /// <summary>As stored.</summary>
    public async Task<PolicySettings> ReadAsync(long projectId, CancellationToken cancel = default) => (await LookAsync(projectId, cancel)).Settings;

    /// <summary>As stored, with its mark.</summary>
    public async Task<StoredPolicy> LookAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var json = await db.Projects.AsNoTracking().Where(project => project.Id == projectId).Select(project => project.PolicySettings).SingleOrDefaultAsync(cancel);
        return new StoredPolicy(json is null ? new PolicySettings() : PolicyJson.Read(json) ?? new PolicySettings(), PolicyJson.MarkOf(json));
    }

    /// <summary>Replaces all of it; what is left out is not asked any more.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="settings">The new policy.</param>
    /// <param name="mark">Mark of the policy that it replaces (<see cref="StoredPolicy.Mark"/>); null for whatever there is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RefusedException">Something is out of range: <c>validation_failed</c>, with each field.</exception>
    /// <exception cref="RefusedException">The policy is not the marked one any more: <c>state_conflict</c>.</exception>
    public async Task<StoredPolicy> StoreAsync(ProjectAdmin by, PolicySettings settings, string? mark = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        settings.Check(faults);
        faults.ThrowIfAny();
        var json = PolicyJson.Write(settings);
        await _gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            var was = await db.Projects.AsNoTracking().Where(project => project.Id == by.ProjectId).Select(project => project.PolicySettings).SingleAsync(cancel);
            if ((mark is not null && mark != PolicyJson.MarkOf(was)) || await session.Prepare(Swap).Bind(json, by.ProjectId, was ?? "").ExecuteAsync() == 0)
            {
                throw new RefusedException(RefusalCode.StateConflict, "The policy was changed meanwhile. Read it again; nothing was stored.");
            }
            await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "policy.changed", RowId.Format(RowId.Project, by.ProjectId), json ?? "{}", by.Ip));
            session.Changed(by.ProjectId, HubTables.Settings);
            session.AfterCommit(() => _book.Put(by.ProjectId, json));
            return 0;
        }, cancel);
        return new StoredPolicy(settings, PolicyJson.MarkOf(json));
    }
}

/// <summary>A project's policy as it is stored.</summary>
/// <param name="Settings">What it asks.</param>
/// <param name="Mark">Another one for every other policy, 32 hex digits: who changes it says which one they saw.</param>
public sealed record StoredPolicy(PolicySettings Settings, string Mark);
