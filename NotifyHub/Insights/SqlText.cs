using System.Data.Common;
using NotifyHub.Data;

namespace NotifyHub.Insights;

/// <summary>A statement and its values. Values are always bound, never written into the text.</summary>
internal sealed record SqlText(string Text, IReadOnlyList<(string Name, object Value)> Values)
{
    /// <summary>All rows.</summary>
    public async Task<List<T>> QueryAsync<T>(DbConnection connection, Func<DbDataReader, T> map, CancellationToken cancel)
    {
        await using var command = On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }
        return rows;
    }

    /// <summary>First column of the first row as a number, null when there is none.</summary>
    public async Task<long?> NumberAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var command = On(connection);
        return HubEngine.Number(await command.ExecuteScalarAsync(cancel));
    }

    private DbCommand On(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Text;
        foreach (var (name, value) in Values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value switch
            {
                Enum number => Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture),
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                // PostgreSQL knows no NUL in a text and would refuse the question; nothing that it holds is equal to one.
                string text when text.Contains('\0') => text.Replace('\0', '\uFFFD'),
                _ => value,
            };
            command.Parameters.Add(parameter);
        }
        return command;
    }
}

/// <summary>Reads columns as the rows hold them: times as epoch milliseconds, null as null.</summary>
internal static class Columns
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
