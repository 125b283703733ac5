using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NotifyHub.Data.Sqlite;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>Copies every table of a hub on SQLite into an empty PostgreSQL, in one transaction: afterwards all of it is there, or nothing.</summary>
internal static class HubMove
{
    /// <summary>Copies, compares the counts and tells both; the source is only read.</summary>
    /// <param name="from">The hub that is stopped; its schema is up to date.</param>
    /// <param name="to">Npgsql's form.</param>
    /// <param name="ring">Folder of the cookies' keys, which move into the database.</param>
    /// <param name="output">For the report.</param>
    /// <param name="cancel">Gives up: nothing was copied.</param>
    /// <exception cref="StartRefusedException">One of the two can't be used for this, or the counts differ.</exception>
    public static async Task RunAsync(HubEngine from, string to, string ring, TextWriter output, CancellationToken cancel)
    {
        if (from is not SqliteEngine)
        {
            throw new StartRefusedException("migrate --to copies a hub on SQLite: NotifyHub:Database:Provider must be sqlite, and --to says where PostgreSQL is.");
        }
        if (!PostgresEngine.CanRead(to))
        {
            throw new StartRefusedException("--to must say where PostgreSQL is: --to \"Host=...;Database=...;Username=...;Password=...\".");
        }
        var began = TimeProvider.System.GetTimestamp();
        await using var target = new PostgresEngine(to, lockSeconds: 60);
        await target.MigrateAsync(cancel);
        await using var connection = await target.OpenWriteAsync(cancel);
        await using (var patient = new NpgsqlCommand("set idle_in_transaction_session_timeout = 0", connection))
        {
            // Counting a large table over there takes its time, and nobody waits for this transaction.
            await patient.ExecuteNonQueryAsync(cancel);
        }
        await using var db = new PostgresSchema(target.ContextOptions(connection));
        var tables = InOrder(db.Model.GetEntityTypes()).Select(type => new MovedTable(type)).ToList();
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var table in tables)
        {
            if (await table.CountAsync(connection, cancel) > 0)
            {
                throw new StartRefusedException($"The database {connection.Database} holds rows already (in {table.Name}). Copying takes an empty one: create database {connection.Database}_new, for example.");
            }
        }
        // The data folder is ours: nobody writes while this reads.
        await using var source = await from.OpenReadAsync(cancel);
        var total = 0L;
        foreach (var table in tables)
        {
            var copied = await table.CopyAsync(source, connection, cancel);
            var (there, here) = (await table.CountAsync(connection, cancel), await table.CountAsync(source, cancel));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{table.Name,-24} {here,12:N0} rows  {there,12:N0} copied{(copied.Mended > 0 ? $", {copied.Mended} texts with a NUL in them, which PostgreSQL does not hold: it is a replacement character there" : "")}"));
            if (there != here)
            {
                throw new StartRefusedException($"{table.Name} has {here} rows and {there} arrived; nothing was kept.");
            }
            total += there;
        }
        await MoveRingAsync(connection, ring, cancel);
        await transaction.CommitAsync(cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Copied {total:N0} rows of {tables.Count} tables in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N1} s."));
    }

    // Whoever signed in stays so: see SharedRing.
    private static async Task MoveRingAsync(NpgsqlConnection connection, string ring, CancellationToken cancel)
    {
        foreach (var file in Directory.Exists(ring) ? Directory.GetFiles(ring, "*.xml") : [])
        {
            await using var command = new NpgsqlCommand("insert into installation_facts (name, value) values ($1, $2)", connection)
            {
                Parameters = { new() { Value = $"ring:{Path.GetFileNameWithoutExtension(file)}" }, new() { Value = await File.ReadAllTextAsync(file, cancel) } },
            };
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    // What others point at comes first.
    private static List<IEntityType> InOrder(IEnumerable<IEntityType> types)
    {
        var (rest, ordered) = (types.OrderBy(type => type.GetTableName(), StringComparer.Ordinal).ToList(), new List<IEntityType>());
        while (rest.Count > 0)
        {
            var next = rest.First(type => type.GetForeignKeys().All(key => key.PrincipalEntityType == type || ordered.Contains(key.PrincipalEntityType)));
            ordered.Add(next);
            rest.Remove(next);
        }
        return ordered;
    }
}
