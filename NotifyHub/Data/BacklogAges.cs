using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Since when the oldest send of each project and vendor could have gone. One look into the index of due work for each project, vendor, state and lane, however long the queue is.</summary>
internal sealed class BacklogAges(HubEngine engine, TimeProvider time)
{
    internal static readonly string Sql = $"""
        select x.project_id, x.provider, min(x.due) from (
            select p.id as project_id, v.provider as provider, (
                select min(d.due_at) from deliveries d where d.provider = v.provider and d.status = s.status and d.lane = l.lane and d.project_id = p.id and {HubModel.Due("d.status")}) as due
            from projects p
            cross join ({Values("provider", Enum.GetValues<ProviderKind>().Select(v => (int)v))}) v
            cross join ({Values("status", HubModel.DueStatuses.Select(s => (int)s))}) s
            cross join ({Values("lane", Enum.GetValues<DeliveryLane>().Select(v => (int)v))}) l
        ) x where x.due <= @now group by x.project_id, x.provider
        """;

    /// <summary>Those that have something due.</summary>
    public async Task<List<(long ProjectId, ProviderKind Provider, DateTimeOffset Oldest)>> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Sql, ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
        var ages = new List<(long, ProviderKind, DateTimeOffset)>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            ages.Add((row.GetInt64(0), (ProviderKind)row.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))));
        }
        return ages;
    }

    private static string Values(string name, IEnumerable<int> values) => string.Join(" union all ", values.Select(value => $"select {value} as {name}"));
}
