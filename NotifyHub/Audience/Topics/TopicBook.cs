using System.Data.Common;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Audience.Topics;

/// <summary>Topics of a project and who subscribes to them: single devices, and users with all their devices.</summary>
public sealed class TopicBook(HubEngine engine, IWriteGate gate, HubIds ids, DeviceDirectory devices, TimeProvider time)
{
    /// <summary>Subscribes a device.</summary>
    /// <returns>Whether it is new there; null when this project has no such device.</returns>
    /// <exception cref="RefusedException">The topic can't be called so.</exception>
    public async Task<bool?> SubscribeAsync(long projectId, long deviceId, string topic, Once<bool>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        TopicNames.Check(faults, "/topic", topic);
        faults.ThrowIfAny();
        if ((await devices.FindAsync(projectId, [deviceId], cancel))[0] is null)
        {
            return null;
        }
        return await gate.WriteAsync<bool?>(async session =>
        {
            var now = time.GetUtcNow();
            var id = await MakeAsync(session, projectId, topic, now);
            var isNew = await session.Prepare(TopicSql.SubscribeDevice).Bind(id, now, deviceId, projectId).ExecuteAsync() > 0;
            session.Changed(projectId, HubTables.Topics);
            if (once is not null)
            {
                await once.RecordAsync(session, isNew, now);
            }
            return isNew;
        }, cancel);
    }

    /// <summary>Ends a device's subscription; nothing to end is fine.</summary>
    /// <returns>False when this project has no such device.</returns>
    public async Task<bool> UnsubscribeAsync(long projectId, long deviceId, string topic, CancellationToken cancel = default)
    {
        if ((await devices.FindAsync(projectId, [deviceId], cancel))[0] is null)
        {
            return false;
        }
        await gate.WriteAsync(async session =>
        {
            if (await FindAsync(session, projectId, topic) is { } id)
            {
                await session.Prepare(TopicSql.UnsubscribeDevice).Bind(id, deviceId, projectId).ExecuteLaterAsync();
                session.Changed(projectId, HubTables.Topics);
            }
        }, cancel);
        return true;
    }

    /// <summary>Subscribes all of them, or none.</summary>
    /// <exception cref="RefusedException">The topic or an id is wrong, or a device is not of this project.</exception>
    public async Task<TopicChange> SubscribeAsync(long projectId, string topic, TopicMembers members, Once<TopicChange>? once = null, CancellationToken cancel = default)
    {
        var chosen = await ReadAsync(projectId, topic, members, cancel);
        return await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            var id = await MakeAsync(session, projectId, topic, now);
            var joined = await session.Prepare(TopicSql.SubscribeDevice).ExecuteManyAsync([.. chosen.Devices.Select(device => new object?[] { id, now, device, projectId })]);
            await session.Prepare(PersonRows.Ensure).ExecuteManyAsync([.. chosen.Users.Select(user => new object?[] { ids.Next(), projectId, user, now })]);
            var came = await session.Prepare(TopicSql.SubscribePerson).ExecuteManyAsync([.. chosen.Users.Select(user => new object?[] { id, now, projectId, user })]);
            return await ToldAsync(session, projectId, new TopicChange(topic, joined.Sum(), came.Sum()), once, now);
        }, cancel);
    }

    /// <summary>Ends the subscriptions of all of them; who does not subscribe is passed over.</summary>
    /// <exception cref="RefusedException">The topic or an id is wrong, or a device is not of this project.</exception>
    public async Task<TopicChange> UnsubscribeAsync(long projectId, string topic, TopicMembers members, Once<TopicChange>? once = null, CancellationToken cancel = default)
    {
        var chosen = await ReadAsync(projectId, topic, members, cancel);
        return await gate.WriteAsync(async session =>
        {
            var change = new TopicChange(topic, 0, 0);
            if (await FindAsync(session, projectId, topic) is { } id)
            {
                var left = await session.Prepare(TopicSql.UnsubscribeDevice).ExecuteManyAsync([.. chosen.Devices.Select(device => new object?[] { id, device, projectId })]);
                var gone = await session.Prepare(TopicSql.UnsubscribePerson).ExecuteManyAsync([.. chosen.Users.Select(user => new object?[] { id, projectId, user })]);
                change = new TopicChange(topic, left.Sum(), gone.Sum());
            }
            return await ToldAsync(session, projectId, change, once, time.GetUtcNow());
        }, cancel);
    }

    /// <summary>Topics of a device or a person, newest topic first.</summary>
    public async Task<IReadOnlyList<SubscribedTopic>> OfAsync(long projectId, SubscriberKind kind, long subscriberId, long? before, int limit, CancellationToken cancel = default) =>
        await ReadAsync(TopicSql.Of, row => new SubscribedTopic(row.GetInt64(0), row.GetString(1), At(row, 2)), cancel,
            ("@subscriber", subscriberId), ("@kind", (int)kind), ("@project", projectId), ("@before", before ?? long.MaxValue), ("@limit", limit));

    /// <summary>Topics of the project, newest first.</summary>
    public async Task<IReadOnlyList<TopicView>> PageAsync(long projectId, long? before, int limit, CancellationToken cancel = default) =>
        await ReadAsync(TopicSql.List, row => new TopicView(row.GetInt64(0), row.GetString(1), (int)row.GetInt64(3), (int)row.GetInt64(4), At(row, 2)), cancel,
            ("@project", projectId), ("@before", before ?? long.MaxValue), ("@limit", limit));

    /// <summary>A device gives up its token for good: another takes its topics over, or they end.</summary>
    internal static async ValueTask LeaveAsync(WriteSession session, long projectId, SubscriberKind kind, long subscriberId, long? heir = null)
    {
        if (heir is { } device)
        {
            await session.Prepare(TopicSql.Inherit).Bind(device, subscriberId, projectId).ExecuteLaterAsync();
        }
        await session.Prepare(TopicSql.Leave).Bind(subscriberId, kind, projectId).ExecuteLaterAsync();
        session.Changed(projectId, HubTables.Topics);
    }

    private async ValueTask<long> MakeAsync(WriteSession session, long projectId, string topic, DateTimeOffset now)
    {
        if (await FindAsync(session, projectId, topic) is { } known)
        {
            return known;
        }
        await session.Prepare(TopicSql.Make).Bind(ids.Next(), projectId, topic, now).ExecuteAsync();
        // On PostgreSQL another writer may have made it at the same moment: whichever of the two is there.
        return (await FindAsync(session, projectId, topic))!.Value;
    }

    private static async ValueTask<long?> FindAsync(WriteSession session, long projectId, string topic) =>
        (long?)await session.Prepare(TopicSql.Find).Bind(projectId, topic).ScalarAsync();

    private static async ValueTask<TopicChange> ToldAsync(WriteSession session, long projectId, TopicChange change, Once<TopicChange>? once, DateTimeOffset now)
    {
        session.Changed(projectId, HubTables.Topics);
        if (once is not null)
        {
            await once.RecordAsync(session, change, now);
        }
        return change;
    }

    private async Task<(IReadOnlyList<long> Devices, IReadOnlyList<string> Users)> ReadAsync(long projectId, string topic, TopicMembers members, CancellationToken cancel)
    {
        var faults = new FaultList();
        TopicNames.Check(faults, "/topic", topic);
        var (wanted, users) = (members.Devices ?? [], members.Users ?? []);
        if (wanted.Count > TopicMembers.Most || users.Count > TopicMembers.Most || wanted.Count + users.Count == 0)
        {
            faults.Add(users.Count > TopicMembers.Most ? "/users" : "/devices", RefusalCode.BatchTooLarge, $"{wanted.Count} devices and {users.Count} users; up to {TopicMembers.Most} of each are allowed, and at least one.");
            faults.ThrowIfAny();
        }
        var chosen = new long[wanted.Count];
        for (var i = 0; i < chosen.Length; i++)
        {
            if (!RowId.TryParse(RowId.Device, wanted[i], out chosen[i]))
            {
                faults.Add($"/devices/{i}", RefusalCode.UnknownDevice, "This is no device id.");
            }
        }
        for (var i = 0; i < users.Count; i++)
        {
            ProfileChecks.UserId(faults, $"/users/{i}", users[i]);
        }
        faults.ThrowIfAny();
        var found = await devices.FindAsync(projectId, chosen, cancel);
        for (var i = 0; i < chosen.Length; i++)
        {
            if (found[i] is null)
            {
                faults.Add($"/devices/{i}", RefusalCode.UnknownDevice, $"There is no {wanted[i]} in this project.");
            }
        }
        faults.ThrowIfAny();
        return ([.. chosen.Distinct()], [.. users.Distinct(StringComparer.Ordinal)]);
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> map, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(sql, values);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var read = new List<T>();
        while (await rows.ReadAsync(cancel))
        {
            read.Add(map(rows));
        }
        return read;
    }

    private static DateTimeOffset At(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
