using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;

namespace NotifyHub.Data.Sqlite;

/// <summary>One task, one connection: drains whatever waits into one transaction, a savepoint for each piece of work, one sync to disk for all.</summary>
public sealed class SqliteWriteGate(SqliteEngine engine, ChangeFeed feed, int groupMax) : IWriteGate, IAsyncDisposable
{
    private readonly Channel<WriteItem> _queue = Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private Task? _loop;
    private SqliteTransaction? _transaction;
    private bool _logIsToGo;

    /// <summary>Opens the connection and starts the loop; the schema must be there.</summary>
    public void Open() => _loop ??= Task.Run(LoopAsync);

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancel = default)
    {
        var item = new WriteItem<T>(work, cancel);
        try
        {
            await _queue.Writer.WriteAsync(item, cancel);
        }
        catch (ChannelClosedException error)
        {
            throw new StoreUnavailableException("The hub is stopping and takes no more writes.", error);
        }
        return await item.Task;
    }

    /// <summary>Finishes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_loop is not null)
        {
            await _loop;
        }
    }

    private async Task LoopAsync()
    {
        using var connection = engine.OpenWrite();
        using var statements = new StatementCache((sql, names) => new SqliteStatement(connection, () => _transaction, sql, names));
        var options = engine.ContextOptions(connection);
        var group = new List<WriteItem>(groupMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < groupMax && _queue.Reader.TryRead(out var item))
            {
                group.Add(item);
            }
            await CommitAsync(connection, statements, options, group);
            group.Clear();
        }
    }

    private async Task CommitAsync(SqliteConnection connection, StatementCache statements, DbContextOptions<HubDb> options, List<WriteItem> group)
    {
        var done = new List<(WriteItem Item, WriteSession Session)>(group.Count);
        SqliteTransaction? transaction = null;
        try
        {
            _transaction = transaction = connection.BeginTransaction(deferred: false);
            foreach (var item in group)
            {
                var session = new WriteSession(engine, connection, statements, options) { Transaction = transaction };
                if (await RunAsync(item, session))
                {
                    done.Add((item, session));
                }
            }
            transaction.Commit();
        }
        catch (Exception error)
        {
            RollBack(transaction);
            group.ForEach(item => item.Fail(Translate(error)));
            return;
        }
        finally
        {
            transaction?.Dispose();
        }
        _logIsToGo |= done.Exists(one => one.Session.LeavesNoTrace);
        if (_logIsToGo)
        {
            _logIsToGo = !HasEmptiedLog(connection);
        }
        foreach (var (item, session) in done)
        {
            session.Finish(feed);
            item.Complete();
        }
    }

    // A fault of one caller undoes that caller's savepoint; a fault of the store ends the whole group.
    private static async Task<bool> RunAsync(WriteItem item, WriteSession session)
    {
        if (item.IsCancelled)
        {
            item.Fail(new OperationCanceledException());
            return false;
        }
        await session.Prepare("savepoint work").ExecuteAsync();
        try
        {
            await item.RunAsync(session);
            await session.Prepare("release work").ExecuteAsync();
            return true;
        }
        catch (Exception error) when (!IsStoreFault(error))
        {
            await session.Prepare("rollback to work").ExecuteAsync();
            await session.Prepare("release work").ExecuteAsync();
            item.Fail(error);
            return false;
        }
    }

    // A reader in the middle of something is in the way of it, or a disk that is full now: then the next commit tries again. What was committed stays committed.
    private static bool HasEmptiedLog(SqliteConnection connection)
    {
        try
        {
            return SqliteEngine.EmptyLog(connection);
        }
        catch (SqliteException error) when (IsStoreFault(error))
        {
            return false;
        }
    }

    private static void RollBack(SqliteTransaction? transaction)
    {
        try
        {
            transaction?.Rollback();
        }
        catch (Exception error) when (error is SqliteException or InvalidOperationException)
        {
            // SQLite rolls back by itself on a full disk or an I/O error; there is nothing left to undo.
        }
    }

    private static Exception Translate(Exception error) =>
        IsStoreFault(error) ? new StoreUnavailableException("The database can't take writes now.", error) : error;

    // 5 busy, 6 locked, 8 read-only, 10 I/O, 13 full, 14 can't open (sqlite.org/rescode.html)
    private static bool IsStoreFault(Exception error) =>
        error is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 } || (error.InnerException is { } inner && IsStoreFault(inner));
}
