using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Alerts;

/// <summary>Alerts of a project and, for those who may see them, of the whole installation (project 0).</summary>
public sealed class AlertQueries(HubContexts contexts)
{
    private const int MostOpen = 200;

    /// <summary>Open and not acknowledged, for the bell.</summary>
    public async Task<int> CountAsync(long projectId, bool installation, CancellationToken cancel = default)
    {
        var count = 0;
        foreach (var scope in Scopes(projectId, installation))
        {
            await using var db = contexts.Open(scope);
            count += await db.Alerts.CountAsync(a => a.ResolvedAt == null && a.AcknowledgedAt == null, cancel);
        }
        return count;
    }

    /// <summary>The open ones, newest first.</summary>
    public Task<IReadOnlyList<AlertLine>> OpenAsync(long projectId, bool installation, CancellationToken cancel = default) =>
        ReadAsync(projectId, installation, alerts => alerts.Where(a => a.ResolvedAt == null).OrderByDescending(a => a.Id), MostOpen, cancel);

    /// <summary>Those that are over, newest first, after <paramref name="before"/>.</summary>
    public Task<IReadOnlyList<AlertLine>> PastAsync(long projectId, bool installation, long? before, int limit, CancellationToken cancel = default) =>
        ReadAsync(projectId, installation, alerts => alerts.Where(a => a.ResolvedAt != null && (before == null || a.Id < before)).OrderByDescending(a => a.Id), limit, cancel);

    /// <summary>Whether the project has this alert.</summary>
    public async Task<bool> ExistsAsync(long projectId, long alertId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Alerts.AnyAsync(a => a.Id == alertId, cancel);
    }

    /// <summary>The last messages that tested the settings.</summary>
    public async Task<IReadOnlyList<AlertMessage>> TestsAsync(long projectId, int most, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.AlertMessages.AsNoTracking().Where(m => m.AlertId == 0).OrderByDescending(m => m.Id).Take(most).ToListAsync(cancel);
    }

    private async Task<IReadOnlyList<AlertLine>> ReadAsync(long projectId, bool installation, Func<IQueryable<Alert>, IQueryable<Alert>> narrow, int limit, CancellationToken cancel)
    {
        var lines = new List<AlertLine>();
        foreach (var scope in Scopes(projectId, installation))
        {
            await using var db = contexts.Open(scope);
            var alerts = await narrow(db.Alerts.AsNoTracking()).Take(limit).ToListAsync(cancel);
            var ids = alerts.ConvertAll(a => a.Id);
            var messages = (await db.AlertMessages.AsNoTracking().Where(m => ids.Contains(m.AlertId)).OrderBy(m => m.Id).ToListAsync(cancel)).ToLookup(m => m.AlertId);
            lines.AddRange(alerts.Select(alert => new AlertLine(alert, [.. messages[alert.Id]])));
        }
        return [.. lines.OrderByDescending(line => line.Alert.Id).Take(limit)];
    }

    private static IEnumerable<ProjectScope> Scopes(long projectId, bool installation) =>
        installation ? [ProjectScope.Of(projectId), ProjectScope.Of(0)] : [ProjectScope.Of(projectId)];
}
