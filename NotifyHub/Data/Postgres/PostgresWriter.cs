using NotifyHub.Data.Gate;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>
/// One connection that writes. A group is one transaction, a savepoint for each piece of work. Other writers of this node and of others are at
/// work at the same time, so a piece may run more than once: whatever it did before is undone by then.
/// </summary>
internal sealed class PostgresWriter(PostgresEngine engine, ChangeFeed feed) : IAsyncDisposable
{
    /// <summary>Runs of a piece that meets others, each time alone after the first.</summary>
    private const int Tries = 5;

    private NpgsqlConnection? _connection;
    private StatementCache? _statements;

    /// <summary>Commits the group; every item is completed or failed afterwards.</summary>
    public async Task WriteAsync(IReadOnlyList<WriteItem> group)
    {
        if (group.Count == 0 || await TryAsync(group) is not { } fault)
        {
            return;
        }
        // Nothing of it is stored. A connection that broke is made anew once; pieces that met others run again one by one.
        if (!PostgresFaults.IsCollision(fault) && await TryAsync(group) is null)
        {
            return;
        }
        foreach (var item in group)
        {
            await AloneAsync(item);
        }
    }

    private async Task AloneAsync(WriteItem item)
    {
        for (var i = 1; await TryAsync([item]) is { } fault; i++)
        {
            if (i == Tries || !PostgresFaults.IsCollision(fault))
            {
                item.Fail(new StoreUnavailableException("The database can't take writes now.", fault));
                return;
            }
        }
    }

    // Null: done, each item has its answer. Otherwise nothing of the group was stored, and it may run again.
    private async Task<Exception?> TryAsync(IReadOnlyList<WriteItem> group)
    {
        var done = new List<(WriteItem Item, WriteSession Session)>(group.Count);
        var refused = new List<(WriteItem Item, Exception Error)>();
        NpgsqlTransaction? transaction = null;
        string? number;
        try
        {
            var connection = await ConnectAsync();
            transaction = await connection.BeginTransactionAsync();
            foreach (var item in group)
            {
                var session = new WriteSession(engine, connection, _statements!) { Transaction = transaction };
                if (await RunAsync(item, session) is { } error)
                {
                    refused.Add((item, error));
                }
                else
                {
                    done.Add((item, session));
                }
            }
            number = await NumberAsync(connection);
        }
        catch (Exception error)
        {
            await DropAsync(transaction);
            if (PostgresFaults.IsOfStore(error) || PostgresFaults.IsCollision(error))
            {
                return error;
            }
            Fail(group, error);
            return null;
        }
        try
        {
            await transaction.CommitAsync();
        }
        catch (Exception error)
        {
            await DropAsync(transaction);
            switch (await PostgresVerdict.AskAsync(engine, number))
            {
                case CommitVerdict.Undone:
                    return error;
                case CommitVerdict.Unknown:
                    Fail(group, StoreUnavailableException.Unknown(error));
                    return null;
            }
        }
        foreach (var (item, session) in done)
        {
            session.Finish(feed);
            item.Complete();
        }
        foreach (var (item, error) in refused)
        {
            item.Fail(error);
        }
        return null;
    }

    // What one piece throws undoes that piece. Returns what its caller is told.
    private static async Task<Exception?> RunAsync(WriteItem item, WriteSession session)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (item.IsCancelled)
            {
                return new OperationCanceledException();
            }
            await session.Prepare("savepoint work").ExecuteAsync();
            try
            {
                await item.RunAsync(session);
                await session.Prepare("release savepoint work").ExecuteAsync();
                return null;
            }
            catch (Exception error) when (!PostgresFaults.IsOfStore(error) && !PostgresFaults.IsCollision(error))
            {
                await session.Prepare("rollback to savepoint work").ExecuteAsync();
                await session.Prepare("release savepoint work").ExecuteAsync();
                if (!PostgresFaults.IsTaken(error) || attempt >= 3)
                {
                    return error;
                }
                session.Forget();
            }
        }
    }

    // Null when the transaction has written nothing.
    private static async Task<string?> NumberAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_current_xact_id_if_assigned()::text", connection);
        return await command.ExecuteScalarAsync() as string;
    }

    private static void Fail(IEnumerable<WriteItem> group, Exception error)
    {
        foreach (var item in group)
        {
            item.Fail(error);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } open)
        {
            return open;
        }
        await CloseAsync();
        _connection = await engine.OpenWriteAsync();
        _statements = new StatementCache(_connection, engine);
        return _connection;
    }

    private async Task DropAsync(NpgsqlTransaction? transaction)
    {
        try
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }
        }
        catch (Exception error) when (PostgresFaults.IsOfStore(error) || error is InvalidOperationException)
        {
            // The server undoes what a lost connection had begun.
            await CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        _statements?.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
        (_connection, _statements) = (null, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();
}
