using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>Statements on their way to the server over one connection: those that need no answer yet wait and go together, in their order, with the first that does.</summary>
internal sealed class PostgresPipe(NpgsqlConnection connection)
{
    /// <summary>Most that wait: more would only delay the server's work.</summary>
    private const int Most = 400;

    private List<(NpgsqlBatchCommand Command, Action<int>? Look)> _waiting = [];

    /// <summary>Statements that have not been sent.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Ways to the server and back so far.</summary>
    public int Trips { get; private set; }

    /// <summary>Sends it with the next that needs an answer.</summary>
    public ValueTask LaterAsync(NpgsqlBatchCommand command, Action<int>? look)
    {
        _waiting.Add((command, look));
        return _waiting.Count < Most ? default : FlushAsync();
    }

    /// <summary>Runs it after all that waits; answers the rows changed.</summary>
    public async ValueTask<int> ExecuteAsync(NpgsqlBatchCommand command)
    {
        _waiting.Add((command, null));
        await FlushAsync();
        return command.RecordsAffected;
    }

    /// <summary>Runs it after all that waits and reads its rows.</summary>
    public async ValueTask<T> ReadAsync<T>(NpgsqlBatchCommand command, Func<NpgsqlDataReader, Task<T>> read)
    {
        _waiting.Add((command, null));
        var sent = Take();
        T result;
        await using (var batch = BatchOf(sent))
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            result = await read(reader);
        }
        LookAt(sent);
        return result;
    }

    /// <summary>Sends what waits.</summary>
    public async ValueTask FlushAsync()
    {
        if (_waiting.Count == 0)
        {
            return;
        }
        var sent = Take();
        await using (var batch = BatchOf(sent))
        {
            await batch.ExecuteNonQueryAsync();
        }
        LookAt(sent);
    }

    /// <summary>Somebody is about to use the connection beside the pipe: what waits goes first.</summary>
    public async ValueTask StepAsideAsync()
    {
        await FlushAsync();
        Trips++;
    }

    /// <summary>Forgets what waits beyond the first <paramref name="count"/>.</summary>
    public void CutBack(int count) => _waiting.RemoveRange(count, _waiting.Count - count);

    private List<(NpgsqlBatchCommand Command, Action<int>? Look)> Take()
    {
        Trips++;
        var sent = _waiting;
        _waiting = [];
        return sent;
    }

    private NpgsqlBatch BatchOf(List<(NpgsqlBatchCommand Command, Action<int>? Look)> sent)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var (command, _) in sent)
        {
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    private static void LookAt(List<(NpgsqlBatchCommand Command, Action<int>? Look)> sent)
    {
        foreach (var (command, look) in sent)
        {
            look?.Invoke(command.RecordsAffected);
        }
    }
}
