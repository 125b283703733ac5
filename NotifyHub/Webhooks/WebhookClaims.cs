using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;

namespace NotifyHub.Webhooks;

/// <summary>Who waits, and taking some of it into hand. A message is held until a time; a node that dies lets it fall due again.</summary>
internal sealed class WebhookClaims(HubEngine engine, IWriteGate gate, HubClock clock)
{
    /// <summary>Longer than a try can take, by far.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    /// <summary>Steps from endpoint to endpoint in the index: a million messages of one cost as much as one.</summary>
    internal const string Waiting = """
        with recursive waiting(endpoint_id) as (
            select (select min(endpoint_id) from webhook_messages where due_at is not null)
            union all
            select (select min(endpoint_id) from webhook_messages where due_at is not null and endpoint_id > waiting.endpoint_id) from waiting where waiting.endpoint_id is not null)
        select endpoint_id, (select min(due_at) from webhook_messages where due_at is not null and endpoint_id = waiting.endpoint_id) from waiting where endpoint_id is not null
        """;

    // The outer condition is for a node that comes second: it waits for the first, then sees that the row is held.
    internal const string Take = """
        update webhook_messages set due_at = @hold, tries = tries + 1
        where id in (select id from webhook_messages where endpoint_id = @endpoint and due_at is not null and due_at <= @now order by due_at limit @limit) and due_at <= @now
        returning id, project_id, body, tries
        """;

    /// <summary>Endpoints with messages that wait, each with the time at which the first falls due.</summary>
    public async Task<List<(long Endpoint, DateTimeOffset Due)>> WaitingAsync(CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = Waiting;
        await using var row = await command.ExecuteReaderAsync(cancel);
        var waiting = new List<(long, DateTimeOffset)>();
        while (await row.ReadAsync(cancel))
        {
            // Its last message may have gone between the two looks of the statement.
            if (!row.IsDBNull(1))
            {
                waiting.Add((row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))));
            }
        }
        return waiting;
    }

    /// <summary>Now, by the clock that the nodes share.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>Takes up to so many that are due of one endpoint, the oldest first.</summary>
    public Task<List<HeldMessage>> TakeAsync(long endpoint, int most, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.ToUnixTimeMilliseconds());
        return await session.Prepare(Take).Bind(now + Hold, endpoint, now, most)
            .QueryAsync(row => new HeldMessage(row.GetInt64(0), row.GetInt64(1), endpoint, row.GetString(2), row.GetInt32(3), now + Hold));
    }, cancel);
}
