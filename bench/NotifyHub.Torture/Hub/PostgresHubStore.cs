using System.Data.Common;
using NotifyHub.Data.Rows;
using Npgsql;

namespace NotifyHub.Torture.Hub;

/// <summary>The database that the nodes share.</summary>
public sealed class PostgresHubStore(string connection) : HubStore
{
    // Without knowing which boot a process was: all that is claimed. It only makes the bound wider by what the other nodes hold.
    private static readonly string Held = $"select id from deliveries where status = {(int)DeliveryStatus.Sending}";

    /// <inheritdoc/>
    public override async Task<HashSet<long>> HeldByAsync(HeldQuery node)
    {
        await using var db = await OpenAsync();
        return (await ListAsync(db, Held, row => row.GetInt64(0))).ToHashSet();
    }

    /// <inheritdoc/>
    public override Task<string?> FaultAsync() => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    protected override async Task<DbConnection> OpenAsync()
    {
        var db = new NpgsqlConnection(connection);
        await db.OpenAsync();
        return db;
    }
}
