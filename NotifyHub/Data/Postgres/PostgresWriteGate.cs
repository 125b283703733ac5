using System.Threading.Channels;
using NotifyHub.Data.Gate;

namespace NotifyHub.Data.Postgres;

/// <summary>Several connections drain one queue: each takes whatever waits into one transaction, so that many callers share a commit and the commits overlap.</summary>
public sealed class PostgresWriteGate(PostgresEngine engine, ChangeFeed feed, int groupMax, int writers) : IWriteGate, IAsyncDisposable
{
    private readonly Channel<WriteItem> _queue = Channel.CreateBounded<WriteItem>(20_000);
    private Task? _loops;

    /// <summary>Starts the writers; the schema must be there.</summary>
    public void Open() => _loops ??= Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(LoopAsync)));

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
        if (_loops is not null)
        {
            await _loops;
        }
    }

    private async Task LoopAsync()
    {
        await using var writer = new PostgresWriter(engine, feed);
        var group = new List<WriteItem>(groupMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < groupMax && _queue.Reader.TryRead(out var item))
            {
                group.Add(item);
            }
            await writer.WriteAsync(group);
            group.Clear();
        }
    }
}
