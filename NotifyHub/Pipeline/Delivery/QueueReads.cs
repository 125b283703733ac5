using NotifyHub.Data;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Short reads of the queue outside the gate.</summary>
internal static class QueueReads
{
    /// <summary>First column of the first row; null when there is none.</summary>
    public static async Task<long?> NumberAsync(this HubEngine engine, string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(sql, values);
        return HubEngine.Number(await command.ExecuteScalarAsync(cancel));
    }

    /// <summary>First column of every row.</summary>
    public static async Task<List<long>> NumbersAsync(this HubEngine engine, string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(sql, values);
        var numbers = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            numbers.Add(reader.GetInt64(0));
        }
        return numbers;
    }
}
