using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.Audit;

/// <summary>Reads the audit log.</summary>
public sealed class AuditQueries(HubContexts contexts)
{
    /// <summary>Entries of the project, newest first.</summary>
    /// <param name="by">Whoever administers the project.</param>
    /// <param name="before">Only entries older than this id; null begins with the newest.</param>
    /// <param name="limit">1 to 201: a page, and one more that tells of the next.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(ProjectAdmin by, long? before, int limit, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default);
        return await db.Audit.AsNoTracking()
            .Where(e => e.ProjectId == by.ProjectId && (before == null || e.Id < before))
            .OrderByDescending(e => e.Id).Take(Math.Clamp(limit, 1, 201)).ToListAsync(cancel);
    }

    /// <summary>The id of the first entry that was changed, or that stands where another was removed; null when the chain is whole.</summary>
    public async Task<long?> FirstBrokenAsync(CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default);
        var chain = new AuditChain();
        await foreach (var entry in db.Audit.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (!chain.Accepts(entry))
            {
                return entry.Id;
            }
        }
        return null;
    }
}
