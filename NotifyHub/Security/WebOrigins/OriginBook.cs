using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.WebOrigins;

/// <summary>
/// Which projects list an origin. Listed ones are remembered until a project's settings change; others are asked for each time, so that nobody fills the memory with names.
/// </summary>
public sealed class OriginBook : IDisposable
{
    private readonly ConcurrentDictionary<string, long[]> _known = new(StringComparer.Ordinal);
    private readonly HubContexts _contexts;
    private readonly ChangeFeed _feed;
    private long _generation;

    /// <summary>Listens for changes.</summary>
    public OriginBook(HubContexts contexts, ChangeFeed feed)
    {
        (_contexts, _feed) = (contexts, feed);
        _feed.Changed += Forget;
    }

    /// <summary>Whether any project lists it: all that can be said before a key is seen.</summary>
    public async ValueTask<bool> IsListedAsync(string origin, CancellationToken cancel = default) => (await ProjectsAsync(origin, cancel)).Length > 0;

    /// <summary>Whether this project lists it.</summary>
    public async ValueTask<bool> IsListedAsync(string origin, long projectId, CancellationToken cancel = default) => (await ProjectsAsync(origin, cancel)).Contains(projectId);

    /// <inheritdoc/>
    public void Dispose() => _feed.Changed -= Forget;

    private async ValueTask<long[]> ProjectsAsync(string origin, CancellationToken cancel)
    {
        if (_known.TryGetValue(origin, out var known))
        {
            return known;
        }
        if (OriginForm.WhyRefused(origin) is not null)
        {
            return [];
        }
        // Taken before the read: what changes meanwhile is not remembered.
        var generation = Volatile.Read(ref _generation);
        await using var db = _contexts.Open(ProjectScope.EveryProject);
        var found = await db.WebOrigins.AsNoTracking().Where(o => o.Origin == origin).Select(o => o.ProjectId).ToArrayAsync(cancel);
        if (found.Length > 0 && generation == Volatile.Read(ref _generation))
        {
            _known[origin] = found;
        }
        return found;
    }

    private void Forget(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Settings))
        {
            Interlocked.Increment(ref _generation);
            _known.Clear();
        }
    }
}
