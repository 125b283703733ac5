using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Delivery.Bundling;

/// <summary>How types bundle, in memory, so that a delivery costs no query for it. A change of a project's types reaches this process with its commit, other nodes within seconds.</summary>
internal sealed class BundleRules : IDisposable
{
    private readonly TypeBook _types;
    private readonly ChangeFeed _feed;
    private readonly ConcurrentDictionary<(long Project, string Type), TypeBundling?> _known = new();

    public BundleRules(TypeBook types, ChangeFeed feed)
    {
        (_types, _feed) = (types, feed);
        feed.Changed += Heard;
    }

    /// <summary>Null for a type that does not bundle, or that is gone.</summary>
    public async ValueTask<TypeBundling?> OfAsync(long projectId, string type, CancellationToken cancel)
    {
        if (_known.TryGetValue((projectId, type), out var known))
        {
            return known;
        }
        // What is critical can't wait for others of its kind.
        var rule = await _types.FindAsync(projectId, type, cancel) is { IsCritical: false } found ? found.Bundling : null;
        return _known[(projectId, type)] = rule;
    }

    public void Dispose() => _feed.Changed -= Heard;

    private void Heard(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Types))
        {
            _known.Clear();
        }
    }
}
