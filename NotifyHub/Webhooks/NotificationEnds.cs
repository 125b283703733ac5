using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;

namespace NotifyHub.Webhooks;

/// <summary>
/// Finds out that every delivery of a notification has ended, for those of which a webhook wants to hear it. It walks along the deliveries and remembers how far
/// all have ended, so that a notification of a million costs one walk, however often it is looked at.
/// </summary>
internal sealed class NotificationEnds(HubEngine engine, IWriteGate gate, HubClock clock)
{
    private const int Slice = 5000, Most = 100;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1), Latest = TimeSpan.FromMinutes(5);

    internal const string Due = "select notification_id, project_id, after_device, created_at from webhook_watches where due_at is not null and due_at <= @now order by due_at limit @limit";

    internal const string First = "select min(due_at) from webhook_watches where due_at is not null";

    internal static readonly string Walk = $"""
        select min(case when {HubModel.Live("status")} then device_id end), max(device_id), count(*)
        from (select device_id, status from deliveries where notification_id = @id and device_id > @after order by device_id limit {Slice}) as part
        """;

    internal const string Counts = "select status, count(*) from deliveries where notification_id = @id group by status";

    /// <summary>Whether more of it is still to be written.</summary>
    internal const string Growing = """
        select 1 from fanouts where id = @id and finished_at is null
        union all
        select 1 from campaign_variants a join fanouts f on f.campaign_id = a.campaign_id where a.notification_id = @id and f.finished_at is null
        """;

    private const string PutOff = "update webhook_watches set after_device = @after, due_at = @next where notification_id = @id and due_at is not null";

    private const string End = "update webhook_watches set due_at = null where notification_id = @id and due_at is not null";

    /// <summary>Looks at those whose time has come; answers when the next one's comes.</summary>
    public async Task<DateTimeOffset?> StepAsync(CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var watch in await ReadAsync(connection, Due, row => (Id: row.GetInt64(0), Project: row.GetInt64(1), After: row.GetInt64(2), Created: Time(row, 3)), cancel, ("@now", Milliseconds(clock.Now)), ("@limit", Most)))
        {
            await LookAsync(connection, watch.Id, watch.Project, watch.After, watch.Created, cancel);
        }
        var first = await ReadAsync(connection, First, row => row.IsDBNull(0) ? (DateTimeOffset?)null : Time(row, 0), cancel);
        return first[0];
    }

    private async Task LookAsync(DbConnection connection, long id, long project, long after, DateTimeOffset created, CancellationToken cancel)
    {
        if ((await ReadAsync(connection, Growing, row => true, cancel, ("@id", id))).Count > 0)
        {
            // No walk before all is written: what comes later may stand before what has ended.
            await PutOffAsync(id, 0, created, cancel);
            return;
        }
        while (true)
        {
            var (live, last, count) = (await ReadAsync(connection, Walk, row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.IsDBNull(1) ? after : row.GetInt64(1), row.GetInt64(2)), cancel, ("@id", id), ("@after", after)))[0];
            if (live is { } waits)
            {
                await PutOffAsync(id, waits - 1, created, cancel);
                return;
            }
            if (count < Slice)
            {
                break;
            }
            after = last;
        }
        var counts = new JsonObject();
        foreach (var (status, number) in await ReadAsync(connection, Counts, row => ((DeliveryStatus)row.GetInt32(0), row.GetInt64(1)), cancel, ("@id", id)))
        {
            counts[JsonNamingPolicy.CamelCase.ConvertName(status.ToString())] = number;
        }
        await gate.WriteAsync(async session =>
        {
            // Of several nodes one tells it.
            if (await session.Prepare(End).Bind(id).ExecuteAsync() > 0)
            {
                session.Happened(new HubFact(FactKind.NotificationCompleted, project, id, new JsonObject { ["counts"] = counts.DeepClone() }.ToJsonString()));
            }
        }, cancel);
    }

    private Task PutOffAsync(long id, long after, DateTimeOffset created, CancellationToken cancel)
    {
        var age = clock.Now - created;
        var next = clock.Now + (age / 20 is var wait && wait < Soonest ? Soonest : wait > Latest ? Latest : wait);
        return gate.WriteAsync(session => session.Prepare(PutOff).Bind(after, next, id).ExecuteAsync(), cancel);
    }

    private static async Task<List<T>> ReadAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> map, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var command = connection.Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await row.ReadAsync(cancel))
        {
            rows.Add(map(row));
        }
        return rows;
    }

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
