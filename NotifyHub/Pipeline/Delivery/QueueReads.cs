using System.Data.Common;
using NotifyHub.Data;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Short reads of the queue outside the gate.</summary>
internal static class QueueReads
{
    /// <summary>A statement on a reading connection, with its values bound.</summary>
    public static DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<(string Name, long Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>First column of the first row; null when there is none.</summary>
    public static async Task<long?> NumberAsync(this HubEngine engine, string sql, CancellationToken cancel, params (string Name, long Value)[] values)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = Command(connection, sql, values);
        return HubEngine.Number(await command.ExecuteScalarAsync(cancel));
    }

    /// <summary>First column of every row.</summary>
    public static async Task<List<long>> NumbersAsync(this HubEngine engine, string sql, CancellationToken cancel, params (string Name, long Value)[] values)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = Command(connection, sql, values);
        var numbers = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            numbers.Add(reader.GetInt64(0));
        }
        return numbers;
    }
}
