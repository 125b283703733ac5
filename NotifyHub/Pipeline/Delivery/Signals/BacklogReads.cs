using System.Data.Common;
using System.Diagnostics.Metrics;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Telemetry;

namespace NotifyHub.Pipeline.Delivery.Signals;

/// <summary>Reads the backlog over all projects, from the small indexes of what waits.</summary>
internal sealed class BacklogReads(DueReads due)
{
    internal static readonly string Depth = $"select provider, status, lane, count(*) from deliveries where {HubModel.Due()} group by provider, status, lane";

    // Through the projects, in this order: the history of all deliveries has no index by state alone.
    internal static readonly string Held = $"""
        select d.provider, d.status, d.lane, count(*) from projects p cross join deliveries d
        where d.project_id = p.id and d.status = {(int)DeliveryStatus.Held} group by d.provider, d.status, d.lane
        """;

    internal const string Resting = """
        select provider, sum(case when quarantined_until is not null then 1 else 0 end), sum(case when throttled_at is not null then 1 else 0 end),
            sum(case when breaker_opened_at is not null then 1 else 0 end)
        from provider_states group by provider
        """;

    internal static readonly string Paused = $"select provider, count(*) from provider_credentials where state = {(int)CredentialState.Active} and paused_at is not null group by provider";

    /// <summary>Everything, in a handful of short queries.</summary>
    public async Task<BacklogFigures> ReadAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await due.OpenAsync(cancel);
        var depth = await RowsAsync(connection, Depth, Waiting, cancel);
        depth.AddRange(await RowsAsync(connection, Held, Waiting, cancel));
        var ages = new List<Measurement<double>>();
        foreach (var provider in ProviderNames.Called)
        {
            var oldest = await OldestAsync(connection, provider, now, cancel);
            ages.Add(new Measurement<double>(oldest < now ? (now - oldest.Value).TotalSeconds : 0, Of(provider)));
        }
        return new BacklogFigures(depth, ages, await StandingAsync(connection, cancel));
    }

    // Of what waits for a time the index knows the first; of what is ready, the first of each project.
    private async Task<DateTimeOffset?> OldestAsync(DbConnection connection, ProviderKind provider, DateTimeOffset now, CancellationToken cancel)
    {
        var (oldest, _) = await due.TimedAsync(connection, provider, now, cancel);
        var ready = await due.ProjectsAsync(connection, provider, DeliveryStatus.Queued, new long[Enum.GetValues<DeliveryLane>().Length], cancel);
        foreach (var project in ready)
        {
            oldest = oldest < project.DueAt ? oldest : project.DueAt;
        }
        return oldest;
    }

    private static async Task<List<Measurement<long>>> StandingAsync(DbConnection connection, CancellationToken cancel)
    {
        var standing = new List<Measurement<long>>();
        await RowsAsync(connection, Resting, row =>
        {
            string[] states = ["quarantined", "throttled", "breaker_open"];
            for (var i = 0; i < states.Length; i++)
            {
                standing.Add(Stands(row, i + 1, states[i]));
            }
            return 0;
        }, cancel);
        standing.AddRange(await RowsAsync(connection, Paused, row => Stands(row, 1, "credential_paused"), cancel));
        return standing;
    }

    private static Measurement<long> Stands(DbDataReader row, int column, string state) =>
        new(HubEngine.Number(row.GetValue(column)) ?? 0, Of((ProviderKind)row.GetInt32(0)), new KeyValuePair<string, object?>("state", state));

    private static Measurement<long> Waiting(DbDataReader row) => new(
        row.GetInt64(3), Of((ProviderKind)row.GetInt32(0)), new KeyValuePair<string, object?>(HubSignals.Status, EnumWords<DeliveryStatus>.Of((DeliveryStatus)row.GetInt32(1))),
        new KeyValuePair<string, object?>("lane", EnumWords<DeliveryLane>.Of((DeliveryLane)row.GetInt32(2))));

    private static KeyValuePair<string, object?> Of(ProviderKind provider) => new(HubSignals.Provider, provider.Wire());

    private static async Task<List<T>> RowsAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> map, CancellationToken cancel)
    {
        await using var command = connection.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }
        return rows;
    }
}
