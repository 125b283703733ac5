using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Who waits: short reads outside the gate, each as long for ten million rows as for ten.</summary>
internal sealed class DueReads(HubEngine engine)
{
    /// <summary>Projects of one lane that one look shows; with more, the next look goes on from there.</summary>
    public const int ProjectsMax = 256;

    private static readonly string Configured =
        $"select provider, count(distinct project_id) from provider_credentials where state = {(int)CredentialState.Active} and {ProviderNames.IsPushSql("provider")} group by provider";

    private static readonly int Lanes = Enum.GetValues<DeliveryLane>().Length;

    /// <summary>A connection for the reads of one round.</summary>
    public ValueTask<DbConnection> OpenAsync(CancellationToken cancel) => engine.OpenReadAsync(cancel);

    /// <summary>Push vendors that any project has an active account with, and how many projects have one.</summary>
    public async Task<IReadOnlyDictionary<ProviderKind, long>> ConfiguredAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = connection.Command(Configured);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new Dictionary<ProviderKind, long>();
        while (await reader.ReadAsync(cancel))
        {
            found[(ProviderKind)reader.GetInt32(0)] = reader.GetInt64(1);
        }
        return found;
    }

    /// <summary>Of the deliveries that wait for a time: when the first falls due, and the first whose time is still to come.</summary>
    public async Task<(DateTimeOffset? First, DateTimeOffset? Next)> TimedAsync(DbConnection connection, ProviderKind provider, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = connection.Command(engine.TimedSql, ("@provider", (long)provider), ("@now", now.ToUnixTimeMilliseconds()));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (TimeAt(reader, 0), TimeAt(reader, 1)) : default;
    }

    /// <summary>Up to <see cref="ProjectsMax"/> projects of each lane, after the one that the lane's cursor names.</summary>
    public async Task<List<DueProject>> ProjectsAsync(DbConnection connection, ProviderKind provider, DeliveryStatus status, long[] after, CancellationToken cancel)
    {
        var values = new (string, object)[3 + Lanes];
        (values[0], values[1], values[2]) = (("@provider", (long)provider), ("@status", (long)status), ("@limit", (long)ProjectsMax));
        for (var lane = 0; lane < Lanes; lane++)
        {
            values[3 + lane] = ($"@after{lane}", after[lane]);
        }
        await using var command = connection.Command(engine.DueProjectsSql, values);
        var found = new List<DueProject>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            // A project whose last row went while we looked has no due time.
            if (TimeAt(reader, 2) is { } due)
            {
                found.Add(new DueProject(status, (DeliveryLane)reader.GetInt32(0), reader.GetInt64(1), due));
            }
        }
        return found;
    }

    private static DateTimeOffset? TimeAt(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
}
