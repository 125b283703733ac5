using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NotifyHub.Data.Sqlite;

/// <summary>Readers may neither write nor checkpoint: only the gate's connection does (see IWriteGate).</summary>
internal sealed class ReadOnlyInEffect : DbConnectionInterceptor
{
    public static void Apply(DbConnection connection)
    {
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "pragma query_only = 1; pragma wal_autocheckpoint = 0;";
        pragma.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}
