using System.Data.Common;
using NotifyHub.Data.Rows;

namespace NotifyHub.Torture.Hub;

/// <summary>One delivery as the hub's store has it.</summary>
/// <param name="Id">Delivery.</param>
/// <param name="NotificationId">Its notification.</param>
/// <param name="Correlation">The generator's own name of the send.</param>
/// <param name="DeviceId">To whom.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why.</param>
/// <param name="Tries">Calls that used retry budget.</param>
/// <param name="Attempts">Rows of calls.</param>
/// <param name="Recipients">Deliveries that its notification must have.</param>
public sealed record DeliveryRow(
    long Id, long NotificationId, string? Correlation, long DeviceId, DeliveryStatus Status, DeliveryReason Reason, int Tries, int Attempts, int Recipients);

/// <summary>Looks into the hub's store from outside, as an auditor would.</summary>
public abstract class HubStore
{
    private const string Pending = "select count(*) from deliveries where status < 10";

    private const string Rows = """
        select d.id, d.notification_id, n.correlation_id, d.device_id, d.status, d.reason, d.attempts,
            (select count(*) from attempts a where a.delivery_id = d.id), n.recipients
        from deliveries d join notifications n on n.id = d.notification_id
        """;

    /// <summary>Deliveries that a node held under its lease when it died; call it before the node starts again.</summary>
    public abstract Task<HashSet<long>> HeldByAsync(HeldQuery node);

    /// <summary>Whether the store itself is whole; null when it is, else what its own check says.</summary>
    public abstract Task<string?> FaultAsync();

    /// <summary>Deliveries that have not ended.</summary>
    public Task<long> PendingAsync() => WithAsync(async db => Convert.ToInt64(await ScalarAsync(db, Pending), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Every delivery.</summary>
    public Task<List<DeliveryRow>> DeliveriesAsync() => WithAsync(db => ListAsync(db, Rows, r => new DeliveryRow(
        r.GetInt64(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt64(3), (DeliveryStatus)r.GetInt32(4), (DeliveryReason)r.GetInt32(5), r.GetInt32(6), r.GetInt32(7), r.GetInt32(8))));

    /// <summary>Tables in which any row has one of these words.</summary>
    public Task<List<string>> TablesWithAsync(IReadOnlyCollection<string> words) => WithAsync(async db =>
    {
        var found = new List<string>();
        foreach (var table in await ListAsync(db, Tables, row => row.GetString(0)))
        {
            var hits = 0;
            await ListAsync(db, $"select * from \"{table}\"", row =>
            {
                for (var i = 0; i < row.FieldCount; i++)
                {
                    var text = row.GetValue(i) switch { string value => value, byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes), _ => "" };
                    hits += text.Length > 0 && words.Any(word => text.Contains(word, StringComparison.Ordinal)) ? 1 : 0;
                }
                return 0;
            });
            if (hits > 0)
            {
                found.Add($"{table}: {hits}");
            }
        }
        return found;
    });

    /// <summary>Whom notifications of a type were for, and what they say.</summary>
    public Task<List<(string Target, string Title, string Payload)>> WordsAsync(string type) =>
        WithAsync(db => ListAsync(db, $"select target, title, payload from notifications where type = '{type}'", row => (row.GetString(0), row.GetString(1), row.GetString(2))));

    /// <summary>A count.</summary>
    public Task<long> CountAsync(string sql) => WithAsync(async db => Convert.ToInt64(await ScalarAsync(db, sql), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Changes rows behind the hub's back; only while it is down.</summary>
    public async Task ChangeAsync(string sql)
    {
        await using var db = await OpenAsync();
        await ScalarAsync(db, Writable);
        await ScalarAsync(db, sql);
    }

    /// <summary>Lists the names of all tables.</summary>
    protected abstract string Tables { get; }

    /// <summary>Lets a connection write.</summary>
    protected abstract string Writable { get; }

    /// <summary>A connection that disturbs nobody.</summary>
    protected abstract Task<DbConnection> OpenAsync();

    protected static async Task<object?> ScalarAsync(DbConnection db, string sql)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    protected static async Task<List<T>> ListAsync<T>(DbConnection db, string sql, Func<DbDataReader, T> map)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 120;
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }
        return rows;
    }

    private async Task<T> WithAsync<T>(Func<DbConnection, Task<T>> ask)
    {
        await using var db = await OpenAsync();
        return await ask(db);
    }
}

/// <summary>Whose leases are asked for.</summary>
/// <param name="DataFolder">The node's folder.</param>
/// <param name="ProcessId">The process that died.</param>
public readonly record struct HeldQuery(string DataFolder, int ProcessId);
