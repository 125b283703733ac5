using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.WebOrigins;

/// <summary>Where a project says which web sites may call with its publishable keys.</summary>
public sealed class OriginDesk(HubContexts contexts, IWriteGate gate, IAuditLog audit, TimeProvider time)
{
    /// <summary>Most of one project.</summary>
    public const int Most = 50;

    /// <summary>In alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.WebOrigins.AsNoTracking().OrderBy(o => o.Origin).Select(o => o.Origin).ToListAsync(cancel);
    }

    /// <summary>Replaces them all.</summary>
    /// <exception cref="RefusedException">One is no origin, or they are too many.</exception>
    public async Task<IReadOnlyList<string>> SetAsync(ProjectAdmin by, IReadOnlyList<string> origins, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        faults.Range("/origins", origins.Count, 0, Most);
        for (var i = 0; i < Math.Min(origins.Count, Most); i++)
        {
            if (OriginForm.WhyRefused(origins[i]) is { } why)
            {
                faults.Add($"/origins/{i}", "bad_format", why);
            }
        }
        faults.ThrowIfAny();
        var wanted = origins.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            var there = await db.WebOrigins.ToListAsync(cancel);
            db.WebOrigins.RemoveRange(there.Where(row => !wanted.Contains(row.Origin)));
            db.WebOrigins.AddRange(wanted.Where(origin => there.TrueForAll(row => row.Origin != origin))
                .Select(origin => new WebOrigin { ProjectId = by.ProjectId, Origin = origin, CreatedAt = time.GetUtcNow(), CreatedBy = by.Actor }));
            await audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "origins.changed", RowId.Format(RowId.Project, by.ProjectId), JsonSerializer.Serialize(wanted), by.Ip));
            session.Changed(by.ProjectId, HubTables.Settings);
            return 0;
        }, cancel);
        return wanted;
    }
}
