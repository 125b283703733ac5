using System.Data.Common;
using NotifyHub.Data.Rows;
using Npgsql;

namespace NotifyHub.Torture.Hub;

/// <summary>The database that the nodes share.</summary>
public sealed class PostgresHubStore(string connection) : HubStore
{
    // A node's name ends with its process id.
    private static readonly string Held = $"select id from deliveries where status = {(int)DeliveryStatus.Sending} and lease_owner in (select id from nodes where name like '%:";

    /// <inheritdoc/>
    public override async Task<HashSet<long>> HeldByAsync(HeldQuery node)
    {
        await using var db = await OpenAsync();
        return (await ListAsync(db, $"{Held}{node.ProcessId}')", row => row.GetInt64(0))).ToHashSet();
    }

    /// <inheritdoc/>
    public override Task<string?> FaultAsync() => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    protected override string Tables => "select tablename from pg_tables where schemaname = 'public'";

    /// <inheritdoc/>
    protected override string Writable => "select 1";

    /// <inheritdoc/>
    protected override async Task<DbConnection> OpenAsync()
    {
        var db = new NpgsqlConnection(connection);
        await db.OpenAsync();
        return db;
    }
}
