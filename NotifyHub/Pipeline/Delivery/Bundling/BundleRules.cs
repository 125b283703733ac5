using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Delivery.Bundling;

/// <summary>How types bundle, in memory, so that a delivery costs no query for it. A change of a project's types reaches this process with its commit, other nodes within seconds.</summary>
internal sealed class BundleRules : IDisposable
{
    private readonly TypeBook _types;
    private readonly ChangeFeed _feed;
    private readonly ConcurrentDictionary<(long Project, string Type), (long AsOf, TypeBundling? Rule)> _known = new();

    // What was read while a change came in may be from before it: it is known under the number that it was begun with, and read anew.
    private long _changes;

    public BundleRules(TypeBook types, ChangeFeed feed)
    {
        (_types, _feed) = (types, feed);
        feed.Changed += Heard;
    }

    /// <summary>Null for a type that does not bundle, or that is gone.</summary>
    public async ValueTask<TypeBundling?> OfAsync(long projectId, string type, CancellationToken cancel)
    {
        var asOf = Interlocked.Read(ref _changes);
        if (_known.TryGetValue((projectId, type), out var known) && known.AsOf == asOf)
        {
            return known.Rule;
        }
        // What is critical can't wait for others of its kind.
        var rule = await _types.FindAsync(projectId, type, cancel) is { IsCritical: false } found ? found.Bundling : null;
        _known[(projectId, type)] = (asOf, rule);
        return rule;
    }

    public void Dispose() => _feed.Changed -= Heard;

    private void Heard(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Types))
        {
            Interlocked.Increment(ref _changes);
        }
    }
}
