using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace NotifyHub.Data.Postgres;

/// <summary>A table on its way: same name and columns on both engines, moved by COPY.</summary>
internal sealed class MovedTable
{
    private readonly List<(string Name, NpgsqlDbType Type)> _columns;
    private readonly string? _counted;

    public MovedTable(IEntityType type)
    {
        Name = type.GetTableName()!;
        var place = StoreObjectIdentifier.Table(Name);
        _columns = [.. type.GetProperties().Select(property => (property.GetColumnName(place)!, TypeOf(property.GetColumnType(place)!)))];
        _counted = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] ? key.GetColumnName(place) : null;
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>Rows in it.</summary>
    public async Task<long> CountAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from \"{Name}\"";
        return HubEngine.Number(await command.ExecuteScalarAsync(cancel)) ?? 0;
    }

    /// <summary>Copies all rows; answers how many, and how many texts had a character that PostgreSQL does not hold.</summary>
    public async Task<(long Rows, long Mended)> CopyAsync(DbConnection from, NpgsqlConnection to, CancellationToken cancel)
    {
        var columns = string.Join(", ", _columns.Select(column => $"\"{column.Name}\""));
        var (rows, mended) = (0L, 0L);
        await using (var command = from.CreateCommand())
        {
            command.CommandText = $"select {columns} from \"{Name}\"";
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await using var import = await to.BeginBinaryImportAsync($"copy \"{Name}\" ({columns}) from stdin (format binary)", cancel);
            while (await reader.ReadAsync(cancel))
            {
                await import.StartRowAsync(cancel);
                for (var i = 0; i < _columns.Count; i++)
                {
                    mended += await WriteAsync(import, reader, i, cancel) ? 1 : 0;
                }
                rows++;
            }
            await import.CompleteAsync(cancel);
        }
        if (_counted is not null)
        {
            // The server's own numbers go on after the highest.
            await using var next = new NpgsqlCommand($"select setval(pg_get_serial_sequence('\"{Name}\"', '{_counted}'), (select coalesce(max(\"{_counted}\"), 0) + 1 from \"{Name}\"), false)", to);
            await next.ExecuteNonQueryAsync(cancel);
        }
        return (rows, mended);
    }

    private async Task<bool> WriteAsync(NpgsqlBinaryImporter import, DbDataReader reader, int i, CancellationToken cancel)
    {
        if (reader.IsDBNull(i))
        {
            await import.WriteNullAsync(cancel);
            return false;
        }
        var type = _columns[i].Type;
        switch (type)
        {
            case NpgsqlDbType.Bigint: await import.WriteAsync(reader.GetInt64(i), type, cancel); return false;
            case NpgsqlDbType.Integer: await import.WriteAsync(reader.GetInt32(i), type, cancel); return false;
            case NpgsqlDbType.Double: await import.WriteAsync(reader.GetDouble(i), type, cancel); return false;
            case NpgsqlDbType.Bytea: await import.WriteAsync(reader.GetFieldValue<byte[]>(i), type, cancel); return false;
        }
        var text = reader.GetString(i);
        var fits = !text.Contains('\0');
        await import.WriteAsync(fits ? text : text.Replace('\0', '\uFFFD'), type, cancel);
        return !fits;
    }

    private static NpgsqlDbType TypeOf(string column) => column switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "double precision" => NpgsqlDbType.Double,
        "bytea" => NpgsqlDbType.Bytea,
        _ when column == "text" || column.StartsWith("character varying", StringComparison.Ordinal) => NpgsqlDbType.Text,
        _ => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"No way to copy a column of type {column}.")),
    };
}
