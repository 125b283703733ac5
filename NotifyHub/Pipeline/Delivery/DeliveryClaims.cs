using System.Data.Common;
using System.Text.Json;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Takes due deliveries under a lease, and tells when the next ones fall due.</summary>
internal sealed class DeliveryClaims(HubEngine engine, IWriteGate gate, BootId boot, TimeProvider time)
{
    private long _lastUntil;

    /// <summary>How many rows of a provider are wanted.</summary>
    public readonly record struct Want(ProviderKind Provider, int Rows);

    /// <summary>Claims in one commit for all providers that have room, then reads everything about the rows in one query outside the gate.</summary>
    public async Task<List<ClaimedDelivery>> TakeAsync(IReadOnlyList<Want> wants, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var until = UniqueEnd(now);
        var taken = await gate.WriteAsync(async session =>
        {
            var rows = 0;
            foreach (var want in wants)
            {
                rows += (await session.Prepare(engine.ClaimSql).Bind(boot.Value, until, now, want.Provider, want.Rows).QueryAsync(r => r.GetInt64(0))).Count;
            }
            return rows;
        }, cancel);
        if (taken > 0)
        {
            Failpoint.Hit(CrashPoint.P5);
        }
        return taken == 0 ? [] : await ReadAsync(until, now, taken);
    }

    /// <summary>Earliest due time over these providers, null when nothing waits.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(IEnumerable<ProviderKind> providers, CancellationToken cancel)
    {
        long? next = null;
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var provider in providers)
        {
            await using var command = QueueReads.Command(connection, engine.NextDueSql, ("@provider", (long)provider));
            if (HubEngine.Number(await command.ExecuteScalarAsync(cancel)) is { } due)
            {
                next = Math.Min(next ?? due, due);
            }
        }
        return next is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    /// <summary>Gives back whatever this boot still holds, when it stops.</summary>
    public Task<int> ReleaseAsync() =>
        gate.WriteAsync(session => session.Prepare(ClaimSql.ReleaseOwn).Bind(time.GetUtcNow(), boot.Value).ExecuteAsync());

    // Not cancellable: the rows are already ours.
    private async Task<List<ClaimedDelivery>> ReadAsync(DateTimeOffset until, DateTimeOffset now, int expected)
    {
        await using var connection = await engine.OpenReadAsync(CancellationToken.None);
        await using var command = QueueReads.Command(
            connection, ClaimSql.Read, ("@now", now.ToUnixTimeMilliseconds()), ("@until", until.ToUnixTimeMilliseconds()), ("@owner", boot.Value));
        var rows = new List<ClaimedDelivery>(expected);
        var messages = new Dictionary<long, PushMessage?>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(Row(reader, until, messages));
        }
        return rows;
    }

    private static ClaimedDelivery Row(DbDataReader reader, DateTimeOffset until, Dictionary<long, PushMessage?> messages)
    {
        var notification = reader.GetInt64(2);
        if (!messages.TryGetValue(notification, out var message))
        {
            messages[notification] = message = Parse(reader.GetString(12));
        }
        return new ClaimedDelivery
        {
            Id = reader.GetInt64(0),
            ProjectId = reader.GetInt64(1),
            DeviceId = reader.GetInt64(3),
            Provider = (ProviderKind)reader.GetInt32(4),
            Tries = reader.GetInt32(5),
            ExpiresAt = reader.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
            CollapseKey = reader.IsDBNull(7) ? null : reader.GetString(7),
            LeaseUntil = until,
            Device = (DeviceStatus)reader.GetInt32(8),
            SealedToken = reader.GetFieldValue<byte[]>(9),
            Environment = reader.IsDBNull(10) ? null : reader.GetString(10),
            RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(11)),
            Message = message,
            Superseded = reader.GetInt32(13) != 0,
        };
    }

    private static PushMessage? Parse(string payload)
    {
        try
        {
            return PushMessageJson.Read(payload);
        }
        catch (JsonException)
        {
            // One unreadable row must not stop the batch; its delivery ends as ContentBad.
            return null;
        }
    }

    private DateTimeOffset UniqueEnd(DateTimeOffset now)
    {
        _lastUntil = Math.Max((now + DeliveryTimes.Lease).ToUnixTimeMilliseconds(), _lastUntil + 1);
        return DateTimeOffset.FromUnixTimeMilliseconds(_lastUntil);
    }
}
