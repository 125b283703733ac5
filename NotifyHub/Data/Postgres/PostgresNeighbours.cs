using System.Data;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>
/// The line between the nodes of one database: a connection of its own that carries what nodes tell each other (LISTEN,
/// NOTIFY). News are hints: what is gathered in a moment is one message, and what is lost while the line is down is made good by saying that
/// anything may have changed. It is no part of a write's transaction: a NOTIFY there would make commits queue for one lock.
/// </summary>
internal sealed class PostgresNeighbours(PostgresEngine engine, ChangeFeed feed, ILogger log) : IAsyncDisposable
{
    /// <summary>Least time between two messages of this node.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly NodeNews _news = new();
    private readonly CancellationTokenSource _stop = new();
    private NpgsqlConnection? _line;
    private Task? _loop;
    private Task? _toTell;

    /// <summary>Begins to listen.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        _line = await ConnectAsync(cancel);
        feed.ChangedHere += _news.Add;
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_line is not { FullState: ConnectionState.Open })
                {
                    await HangUpAsync();
                    _line = await ConnectAsync(_stop.Token);
                    // Nobody knows what was said meanwhile.
                    feed.RaiseHeard(NodeNews.Anything);
                }
                await ListenAsync(_line);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                PostgresLog.LineLost(log, error);
                await HangUpAsync();
                // Called again after a rest by the real clock: the line is to a server, not part of any schedule.
                await Task.Delay(Again, TimeProvider.System, CancellationToken.None);
            }
        }
        await HangUpAsync();
    }

    private async Task ListenAsync(NpgsqlConnection line)
    {
        while (true)
        {
            _toTell ??= _news.WaitAsync(_stop.Token);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var heard = line.WaitAsync(enough.Token);
            await Task.WhenAny(heard, _toTell);
            if (heard.IsCompleted)
            {
                await heard;
                continue;
            }
            await enough.CancelAsync();
            await heard.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await _toTell;
            _toTell = null;
            await using var tell = new NpgsqlCommand("select pg_notify($1, $2)", line) { Parameters = { new() { Value = NodeNews.Name }, new() { Value = _news.Take() } } };
            await tell.ExecuteNonQueryAsync(_stop.Token);
            // What comes meanwhile is told together.
            await Task.Delay(Gather, TimeProvider.System, _stop.Token);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancel)
    {
        var line = await engine.OpenLineAsync(cancel);
        try
        {
            line.Notification += (_, heard) => Hear(heard, line);
            await using var listen = new NpgsqlCommand($"listen {NodeNews.Name}", line);
            await listen.ExecuteNonQueryAsync(cancel);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    private void Hear(NpgsqlNotificationEventArgs heard, NpgsqlConnection line)
    {
        if (heard.PID == line.ProcessID)
        {
            return;
        }
        foreach (var change in NodeNews.Read(heard.Payload))
        {
            feed.RaiseHeard(change);
        }
    }

    private async Task HangUpAsync()
    {
        if (_line is not null)
        {
            await _line.DisposeAsync();
        }
        _line = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        feed.ChangedHere -= _news.Add;
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }
        _stop.Dispose();
    }
}
