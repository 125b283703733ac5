using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>Brings the database's schema up to date. Nodes that start together take turns.</summary>
internal static class PostgresMigrator
{
    /// <summary>Name of the lock that lets one node migrate at a time ("NHub"); it goes with the connection.</summary>
    private const long Turn = 0x4E487562;

    /// <summary>A server that starts at the same moment as we do is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <summary>Opens the first connection and looks at whom we speak to.</summary>
    /// <exception cref="StartRefusedException">The database can't be reached or can't be used.</exception>
    public static async Task<NpgsqlConnection> ConnectAsync(PostgresEngine engine, CancellationToken cancel)
    {
        var connection = await OpenAsync(engine, cancel);
        if (connection.PostgreSqlVersion < PostgresEngine.Oldest)
        {
            throw new StartRefusedException($"NotifyHub needs PostgreSQL {PostgresEngine.Oldest.Major} or newer; ConnectionStrings:Hub leads to {connection.PostgreSqlVersion}.");
        }
        await using var command = new NpgsqlCommand("show server_encoding", connection);
        if (await command.ExecuteScalarAsync(cancel) is not "UTF8")
        {
            throw new StartRefusedException($"The database {connection.Database} must be in UTF8: create database {connection.Database} encoding 'UTF8' template template0.");
        }
        return connection;
    }

    /// <summary>Applies what is pending, alone.</summary>
    public static async Task RunAsync(PostgresEngine engine, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var turn = new NpgsqlCommand($"set lock_timeout = 0; select pg_advisory_lock({Turn})", connection) { CommandTimeout = 0 };
        await turn.ExecuteNonQueryAsync(cancel);
        await using var db = new PostgresSchema(engine.ContextOptions(connection)) { InsideGate = true };
        if ((await db.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            await db.Database.MigrateAsync(cancel);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(PostgresEngine engine, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await engine.OpenWriteAsync(cancel);
            }
            catch (Exception error) when (IsComing(error) && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                // A server that starts tells nobody; the clock is real, since the server is.
                await Task.Delay(Pause, TimeProvider.System, cancel);
            }
            catch (NpgsqlException error)
            {
                throw new StartRefusedException($"PostgreSQL can't be used: {error.Message} ConnectionStrings:Hub says where it is.", error);
            }
        }
    }

    // Refused, or up and not yet ready (57P03); a wrong password will not become right.
    private static bool IsComing(Exception error) =>
        error is PostgresException { SqlState: "57P03" } || error is NpgsqlException { InnerException: System.Net.Sockets.SocketException or IOException };
}
