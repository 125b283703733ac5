using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Takes due deliveries under a lease.</summary>
internal sealed class DeliveryClaims(
    HubEngine engine, IWriteGate gate, BootId boot, DeviceTokens tokens, ConsentWatch consent, ClaimedPeople people, HubClock clock, IOptions<NodeOptions> node, TimeProvider time)
{
    private readonly List<DateTimeOffset> _unread = [];
    private long _lastUntil;

    /// <summary>What came of a claim.</summary>
    /// <param name="Rows">Ours now.</param>
    /// <param name="Filled">Shares that brought all that was asked for: more of them may wait.</param>
    public readonly record struct Claim(List<ClaimedDelivery> Rows, List<ClaimShare> Filled);

    /// <summary>Claims all shares in one commit, then reads everything about the rows outside the gate: in one query, and one more where people are among them.</summary>
    public async Task<Claim> TakeAsync(IReadOnlyList<ClaimShare> shares, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var until = UniqueEnd();
        // Until they are read, rows that a commit gave us are known to nobody: after a fault the next claim gives them back.
        _unread.Add(until);
        var (taken, filled) = await gate.WriteAsync(async session =>
        {
            foreach (var lost in _unread.SkipLast(1))
            {
                await session.Prepare(ClaimSql.ReleaseClaim).Bind(now, boot.Value, lost).ExecuteAsync();
            }
            var rows = await session.Prepare(engine.ClaimSql).ExecuteManyAsync(
                [.. shares.Select(share => new object?[] { boot.Value, until, now, share.Provider, share.Status, share.Lane, share.ProjectId, share.Rows })]);
            return (rows.Sum(), shares.Where((share, i) => rows[i] == share.Rows).ToList());
        }, cancel);
        if (taken > 0)
        {
            Failpoint.Hit(CrashPoint.P5);
        }
        var rows = taken == 0 ? [] : await ReadAsync(until, now, taken);
        _unread.Clear();
        return new Claim(rows, filled);
    }

    /// <summary>Gives back whatever this boot still holds, when it stops.</summary>
    public Task<int> ReleaseAsync() =>
        gate.WriteAsync(session => session.Prepare(ClaimSql.ReleaseOwn).Bind(time.GetUtcNow(), boot.Value).ExecuteAsync());

    // Not cancellable: the rows are already ours.
    private async Task<List<ClaimedDelivery>> ReadAsync(DateTimeOffset until, DateTimeOffset now, int expected)
    {
        await using var connection = await engine.OpenReadAsync(CancellationToken.None);
        await using var command = connection.Command(ClaimSql.Read, ("@now", now.ToUnixTimeMilliseconds()), ("@until", until.ToUnixTimeMilliseconds()), ("@owner", boot.Value));
        var rows = new List<ClaimedDelivery>(expected);
        var messages = new Dictionary<long, PushMessage?>();
        var mark = consent.Mark;
        var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(Row(reader, until, now, mark, messages));
        }
        await reader.DisposeAsync();
        await people.CompleteAsync(connection, rows, until, boot.Value, now);
        await TranslateAsync(connection, rows);
        return rows;
    }

    private ClaimedDelivery Row(DbDataReader reader, DateTimeOffset until, DateTimeOffset now, long mark, Dictionary<long, PushMessage?> messages)
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
            Crashes = reader.GetInt32(17),
            ExpiresAt = reader.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
            CollapseKey = reader.IsDBNull(7) ? null : reader.GetString(7),
            LeaseUntil = until,
            Device = (DeviceStatus)reader.GetInt32(8),
            SealedToken = reader.GetFieldValue<byte[]>(9),
            Environment = reader.IsDBNull(10) ? null : reader.GetString(10),
            RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(11)),
            Message = message,
            Superseded = reader.GetInt32(13) != 0,
            MustWait = reader.GetInt32(14) != 0,
            Lane = (DeliveryLane)reader.GetInt32(15),
            ClaimedAt = now,
            AskedFor = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(18)),
            TraceParent = reader.IsDBNull(19) ? null : reader.GetString(19),
            CorrelationId = reader.IsDBNull(19) ? null : reader.IsDBNull(20) ? RowId.Format(RowId.Notification, notification) : reader.GetString(20),
            SlowUntil = reader.IsDBNull(16) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(16)),
            Cancelled = !reader.IsDBNull(26),
            Moving = !reader.IsDBNull(28),
            Paused = !reader.IsDBNull(29),
            SeenAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(21)),
            NotificationId = notification,
            Locale = reader.IsDBNull(23) ? null : reader.GetString(23),
            Permission = reader.IsDBNull(22) ? null : reader.GetString(22),
            Category = reader.IsDBNull(24) ? null : reader.GetString(24),
            OptedOut = reader.GetInt32(25) != 0,
            ConsentMark = mark,
            PersonId = reader.IsDBNull(27) ? null : reader.GetInt64(27),
            Origin = (ProviderKind)reader.GetInt32(4) == ProviderKind.WebPush ? OriginOf(reader.GetInt64(1), reader.GetInt64(3), reader.GetFieldValue<byte[]>(9)) : null,
        };
    }

    // The words of a reader's own language, once for all rows of the claim that share them.
    private static async Task TranslateAsync(DbConnection connection, List<ClaimedDelivery> rows)
    {
        foreach (var group in rows.Where(row => row.Locale is not null).GroupBy(row => (row.NotificationId, row.Locale)))
        {
            await using var command = connection.Command(ClaimSql.Content, ("@notification", group.Key.NotificationId), ("@locale", group.Key.Locale!));
            if (await command.ExecuteScalarAsync() is string payload)
            {
                var message = Parse(payload);
                foreach (var row in group)
                {
                    row.Message = message;
                }
            }
        }
    }

    // Each subscription names its own push service: hands are shared among them, so the line must know which.
    private string? OriginOf(long projectId, long deviceId, byte[] sealedToken)
    {
        try
        {
            return Uri.TryCreate(tokens.Open(projectId, deviceId, sealedToken).Token, UriKind.Absolute, out var endpoint) ? endpoint.Authority : null;
        }
        catch (CryptographicException)
        {
            // The channel meets the same fault and gives the delivery its end.
            return null;
        }
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

    private DateTimeOffset UniqueEnd()
    {
        _lastUntil = Math.Max((clock.Now + node.Value.Lease).ToUnixTimeMilliseconds(), _lastUntil + 1);
        return DateTimeOffset.FromUnixTimeMilliseconds(_lastUntil);
    }
}
