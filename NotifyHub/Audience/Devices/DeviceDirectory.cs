using System.Collections.Concurrent;
using System.Globalization;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>What intake needs to know of a device.</summary>
public readonly record struct DeviceFacts(ProviderKind Provider, DeviceStatus Status);

/// <summary>Looks devices up by id, within one project. Keeps what it read until a device of that project changes: a send to known devices reads nothing.</summary>
public sealed class DeviceDirectory : IDisposable
{
    private const int MostKept = 200_000;
    private readonly HubEngine _engine;
    private readonly ChangeFeed _feed;
    private readonly ConcurrentDictionary<long, ConcurrentDictionary<long, DeviceFacts>> _projects = new();

    public DeviceDirectory(HubEngine engine, ChangeFeed feed)
    {
        _engine = engine;
        _feed = feed;
        _feed.Changed += Forget;
    }

    /// <summary>The facts of each of these ids, in their order; null for an id that is not of this project.</summary>
    public async ValueTask<DeviceFacts?[]> FindAsync(long projectId, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        // Taken before the rows are read: when a change comes in between, Forget drops this very dictionary, and what is put into it here is never seen.
        var known = _projects.GetOrAdd(projectId, _ => new ConcurrentDictionary<long, DeviceFacts>());
        var unread = ids.Where(id => !known.ContainsKey(id)).ToList();
        if (unread.Count > 0)
        {
            if (known.Count > MostKept)
            {
                known.Clear();
            }
            await ReadAsync(projectId, unread, known, cancel);
        }
        return [.. ids.Select(id => known.TryGetValue(id, out var facts) ? facts : (DeviceFacts?)null)];
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Changed -= Forget;

    private async Task ReadAsync(long projectId, List<long> ids, ConcurrentDictionary<long, DeviceFacts> into, CancellationToken cancel)
    {
        await using var connection = await _engine.OpenReadAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = FindSql(projectId, ids);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            into[rows.GetInt64(0)] = new DeviceFacts((ProviderKind)rows.GetInt32(1), (DeviceStatus)rows.GetInt32(2));
        }
    }

    // Ids are numbers that we parsed, so they may stand in the text.
    internal static string FindSql(long projectId, IEnumerable<long> ids) =>
        $"select id, provider, status from devices where project_id = {projectId.ToString(CultureInfo.InvariantCulture)} and id in ({string.Join(',', ids)}) and {ProviderNames.IsPushSql("provider")}";

    private void Forget(HubChange change)
    {
        if (!change.Tables.HasFlag(HubTables.Devices))
        {
            return;
        }
        if (change.ProjectId == 0)
        {
            _projects.Clear();
        }
        else
        {
            _projects.TryRemove(change.ProjectId, out _);
        }
    }
}
