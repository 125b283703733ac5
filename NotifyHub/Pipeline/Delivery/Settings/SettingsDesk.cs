using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Pipeline.Delivery.Settings;

/// <summary>What a project set, what holds by it, and what would hold without it.</summary>
public sealed record SettingsView(DeliverySettings Own, GuardRules Rules, GuardRules Defaults);

/// <summary>Where a project's delivery settings are read and changed. A change reaches the workers of this process with its commit, other nodes within seconds.</summary>
public sealed class SettingsDesk
{
    private readonly HubContexts _contexts;
    private readonly IWriteGate _gate;
    private readonly IAuditLog _audit;
    private readonly SettingsBook _book;

    internal SettingsDesk(HubContexts contexts, IWriteGate gate, IAuditLog audit, SettingsBook book) => (_contexts, _gate, _audit, _book) = (contexts, gate, audit, book);

    /// <summary>As stored.</summary>
    public async Task<SettingsView> ReadAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var json = await db.Projects.AsNoTracking().Where(project => project.Id == projectId).Select(project => project.DeliverySettings).SingleOrDefaultAsync(cancel);
        _book.Put(projectId, json);
        return new SettingsView(json is null ? new DeliverySettings() : SettingsJson.Read(json) ?? new DeliverySettings(), _book.RulesOf(projectId), _book.Defaults);
    }

    /// <summary>Replaces them all; what is left out follows the defaults.</summary>
    /// <exception cref="RefusedException">Something is out of range: <c>validation_failed</c>, with each field.</exception>
    public async Task<SettingsView> StoreAsync(ProjectAdmin by, DeliverySettings settings, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        settings.Check(faults);
        faults.ThrowIfAny();
        var json = settings == new DeliverySettings() ? null : SettingsJson.Write(settings);
        await _gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            (await db.Projects.SingleAsync(project => project.Id == by.ProjectId, cancel)).DeliverySettings = json;
            await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "delivery.settings_changed", RowId.Format(RowId.Project, by.ProjectId), json ?? "{}", by.Ip));
            session.Changed(by.ProjectId, HubTables.Settings);
            session.AfterCommit(() => _book.Put(by.ProjectId, json));
            return 0;
        }, cancel);
        return new SettingsView(settings, _book.RulesOf(by.ProjectId), _book.Defaults);
    }
}
