using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>
/// One connection that writes. A group of work is one transaction, sent in as few trips as its statements allow. Other writers of this node and of
/// others are at work at the same time, so a piece may run more than once: whatever it did before is undone by then.
/// </summary>
internal sealed class PostgresWriter(PostgresEngine engine, ChangeFeed feed) : IAsyncDisposable
{
    /// <summary>Runs of a piece that meets others.</summary>
    private const int Tries = 5;

    // The server keeps a statement's plan until somebody analyzes the table. One made while a table had ten rows reads all of it, and would still do so
    // at a million; made anew it goes by the key. Planning what a writer says costs it some milliseconds.
    private static readonly TimeSpan PlansLast = TimeSpan.FromSeconds(10);

    private readonly PostgresVerdict _verdict = new(engine);
    private NpgsqlConnection? _connection;
    private PostgresPipe _pipe = null!;
    private StatementCache? _statements;
    private DbContextOptions<HubDb>? _options;
    private long _planned;

    /// <summary>Commits the group; every item is completed or failed afterwards.</summary>
    public async Task WriteAsync(IReadOnlyList<WriteItem> group)
    {
        // The usual case first: no savepoints, and a piece that refuses before it has written is simply left out.
        var fault = await TryAsync(group, guarded: false);
        for (var i = 1; fault is not null && i < Tries; i++)
        {
            if (i > 1 && group.Count > 1 && PostgresFaults.IsCollision(fault))
            {
                await EachAloneAsync(group);
                return;
            }
            if (i > 1 && PostgresFaults.IsOfStore(fault))
            {
                break;
            }
            fault = await TryAsync(group, guarded: true);
        }
        if (fault is not null)
        {
            Fail(group, new StoreUnavailableException("The database can't take writes now.", fault));
        }
    }

    private async Task EachAloneAsync(IReadOnlyList<WriteItem> group)
    {
        foreach (var item in group)
        {
            await WriteAsync([item]);
        }
    }

    // Null: done, each item has its answer. Otherwise nothing of the group was stored, and it may run again.
    private async Task<Exception?> TryAsync(IReadOnlyList<WriteItem> group, bool guarded)
    {
        var work = new List<(WriteItem Item, WriteSession Session, Exception? Refused)>(group.Count);
        NpgsqlTransaction? transaction = null;
        try
        {
            var connection = await ConnectAsync();
            transaction = await connection.BeginTransactionAsync();
            await PlanAnewAsync();
            foreach (var item in group)
            {
                var session = new WriteSession(engine, connection, _statements!, _options!, _pipe.StepAsideAsync) { Transaction = transaction };
                work.Add((item, session, guarded ? await GuardedAsync(item, session) : await PlainAsync(item, session)));
            }
            await _pipe.ExecuteAsync(_verdict.Next());
        }
        catch (Exception error)
        {
            _pipe?.CutBack(0);
            // A connection that died in the middle shows up as many kinds of error; none of them is the fault of the work.
            var gone = _connection is not { FullState: System.Data.ConnectionState.Open };
            await DropAsync(transaction);
            if (gone && !PostgresFaults.IsOfStore(error) && !PostgresFaults.IsCollision(error))
            {
                return new StoreUnavailableException("The connection was lost.", error);
            }
            if ((guarded || (group.Count == 1 && !PostgresFaults.IsTaken(error))) && !PostgresFaults.IsOfStore(error) && !PostgresFaults.IsCollision(error))
            {
                Fail(group, error);
                return null;
            }
            return error;
        }
        try
        {
            await transaction.CommitAsync();
        }
        catch (Exception error)
        {
            await DropAsync(transaction);
            switch (await _verdict.AskAsync())
            {
                case CommitVerdict.Undone:
                    return error;
                case CommitVerdict.Unknown:
                    Fail(group, StoreUnavailableException.Unknown(error));
                    return null;
            }
        }
        foreach (var (item, session, refused) in work)
        {
            Answer(item, session, refused);
        }
        return null;
    }

    private async ValueTask PlanAnewAsync()
    {
        if (TimeProvider.System.GetElapsedTime(_planned) > PlansLast)
        {
            _planned = TimeProvider.System.GetTimestamp();
            await _pipe.LaterAsync(new NpgsqlBatchCommand("discard plans"), null);
        }
    }

    private void Answer(WriteItem item, WriteSession session, Exception? refused)
    {
        if (refused is not null)
        {
            item.Fail(refused);
            return;
        }
        session.Finish(feed);
        item.Complete();
    }

    // Without a savepoint only a piece of which nothing was sent can be left out; anything else undoes the group, and it runs guarded.
    private async ValueTask<Exception?> PlainAsync(WriteItem item, WriteSession session)
    {
        if (item.IsCancelled)
        {
            return new OperationCanceledException();
        }
        var (trips, waiting) = (_pipe.Trips, _pipe.Waiting);
        try
        {
            await item.RunAsync(session);
            return null;
        }
        catch (Exception error) when (_pipe.Trips == trips)
        {
            _pipe.CutBack(waiting);
            return error;
        }
    }

    // What one piece throws undoes that piece, and no other.
    private async ValueTask<Exception?> GuardedAsync(WriteItem item, WriteSession session)
    {
        for (var attempt = 1; !item.IsCancelled; attempt++)
        {
            await session.Prepare("savepoint work").ExecuteLaterAsync();
            try
            {
                await item.RunAsync(session);
                await _pipe.FlushAsync();
                await session.Prepare("release savepoint work").ExecuteLaterAsync();
                return null;
            }
            catch (Exception error) when (!PostgresFaults.IsOfStore(error) && !PostgresFaults.IsCollision(error))
            {
                _pipe.CutBack(0);
                await session.Prepare("rollback to savepoint work").ExecuteAsync();
                await session.Prepare("release savepoint work").ExecuteAsync();
                // Somebody else was first: who looks again sees it.
                if (!PostgresFaults.IsTaken(error) || attempt >= 3)
                {
                    return error;
                }
                session.Forget();
            }
        }
        return new OperationCanceledException();
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
        var connection = await engine.OpenWriteAsync();
        var pipe = new PostgresPipe(connection);
        _statements = new StatementCache((sql, names) => new PostgresStatement(pipe, engine.ShapeOf(sql, names, connection)));
        _options = new DbContextOptionsBuilder<HubDb>(engine.ContextOptions(connection)).AddInterceptors(new PipeFirst(pipe)).Options;
        (_connection, _pipe) = (connection, pipe);
        return connection;
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
        (_connection, _statements, _options) = (null, null, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_connection is not null)
            {
                await _verdict.ForgetAsync(_connection);
            }
        }
        catch (Exception error) when (PostgresFaults.IsOfStore(error) || error is InvalidOperationException)
        {
            // A row of a writer that left without a word goes later.
        }
        await CloseAsync();
    }
}
