using System.Collections.Concurrent;
using System.Data.Common;
using NotifyHub.Data;

namespace NotifyHub.Audience.Preferences;

/// <summary>
/// Answers "who is out of this category" for those who are about to send. A project without any opt-out costs a look-up in memory; and whoever read consent a while ago asks here
/// whether anything was said since, so that an opt-out reaches what is claimed already.
/// </summary>
public sealed class ConsentWatch : IDisposable
{
    private readonly HubEngine _engine;
    private readonly ChangeFeed _feed;
    private readonly ConcurrentDictionary<long, (long Mark, bool Any)> _any = new();
    private readonly ConcurrentDictionary<long, long> _changed = new();
    private long _mark;
    private long _changedAll;

    public ConsentWatch(HubEngine engine, ChangeFeed feed)
    {
        _engine = engine;
        _feed = feed;
        _feed.Changed += Notice;
    }

    /// <summary>A moment to compare with: take it before reading.</summary>
    public long Mark => Volatile.Read(ref _mark);

    /// <summary>Whether anybody of the project said anything after this moment.</summary>
    public bool IsNewsSince(long projectId, long mark) => Volatile.Read(ref _changedAll) > mark || (_changed.TryGetValue(projectId, out var at) && at > mark);

    /// <summary>Of these devices, those whose people are out of the category.</summary>
    public async ValueTask<IReadOnlySet<long>> OutAsync(long projectId, string? category, IReadOnlyCollection<long> devices, CancellationToken cancel = default)
    {
        if (category is null || devices.Count == 0 || !await AnyAsync(projectId, cancel))
        {
            return System.Collections.Frozen.FrozenSet<long>.Empty;
        }
        await using var connection = await _engine.OpenReadAsync(cancel);
        await using var command = connection.Command(OptOutSql.Devices(devices), ("@project", projectId), ("@category", category));
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new HashSet<long>();
        while (await rows.ReadAsync(cancel))
        {
            found.Add(rows.GetInt64(0));
        }
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Changed -= Notice;

    private async ValueTask<bool> AnyAsync(long projectId, CancellationToken cancel)
    {
        // Before the rows are read: news that come in between make this answer old, and the next asks again.
        var mark = Mark;
        if (_any.TryGetValue(projectId, out var known) && !IsNewsSince(projectId, known.Mark))
        {
            return known.Any;
        }
        await using var connection = await _engine.OpenReadAsync(cancel);
        await using var command = connection.Command(OptOutSql.Any, ("@project", projectId));
        var any = await command.ExecuteScalarAsync(cancel) is not null;
        _any[projectId] = (mark, any);
        return any;
    }

    private void Notice(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Preferences))
        {
            var mark = Interlocked.Increment(ref _mark);
            if (change.ProjectId == 0)
            {
                Volatile.Write(ref _changedAll, mark);
            }
            else
            {
                _changed[change.ProjectId] = mark;
            }
        }
    }
}
