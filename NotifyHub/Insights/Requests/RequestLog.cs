using System.Collections.Concurrent;

namespace NotifyHub.Insights.Requests;

/// <summary>
/// The last 1,000 API requests of each project, in the memory of this node: for a developer at work, not for the record. Bounded twice, by request and by project:
/// of 100 projects, the one that was silent longest makes room (about 100 MB at the very most). A restart empties it; other nodes have their own.
/// </summary>
public sealed class RequestLog
{
    /// <summary>Requests kept of a project.</summary>
    public const int MostOfProject = 1000;
    private const int MostProjects = 100;
    private readonly ConcurrentDictionary<long, Ring> _projects = new();

    /// <summary>Adds one.</summary>
    public void Add(long projectId, LoggedRequest request)
    {
        if (!_projects.TryGetValue(projectId, out var ring))
        {
            MakeRoom();
            ring = _projects.GetOrAdd(projectId, _ => new Ring());
        }
        ring.Add(request);
    }

    /// <summary>Newest first.</summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="failedOnly">Only those with a status of 400 or more.</param>
    public IReadOnlyList<LoggedRequest> Newest(long projectId, bool failedOnly = false) =>
        _projects.TryGetValue(projectId, out var ring) ? ring.Newest(failedOnly) : [];

    private void MakeRoom()
    {
        while (_projects.Count >= MostProjects && _projects.MinBy(project => project.Value.LastAt) is { Value: not null } oldest)
        {
            _projects.TryRemove(oldest);
        }
    }

    private sealed class Ring
    {
        private readonly Lock _gate = new();
        private readonly LoggedRequest?[] _slots = new LoggedRequest?[MostOfProject];
        private long _count;

        public DateTimeOffset LastAt { get; private set; }

        public void Add(LoggedRequest request)
        {
            lock (_gate)
            {
                _slots[_count++ % MostOfProject] = request;
                LastAt = request.At;
            }
        }

        public List<LoggedRequest> Newest(bool failedOnly)
        {
            lock (_gate)
            {
                var found = new List<LoggedRequest>();
                for (var i = _count - 1; i >= Math.Max(0, _count - MostOfProject); i--)
                {
                    if (_slots[i % MostOfProject] is { } request && (!failedOnly || request.Status >= 400))
                    {
                        found.Add(request);
                    }
                }
                return found;
            }
        }
    }
}
