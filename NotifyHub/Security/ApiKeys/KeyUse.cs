using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Security.ApiKeys;

/// <summary>Writes "last used" back lazily: all keys and personal tokens used in a minute in one transaction, nothing when none was.</summary>
public sealed class KeyUse(IWriteGate gate, TimeProvider time, ILogger<KeyUse> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<long, DateTimeOffset> _used = new(), _tokens = new();

    /// <summary>A request carried this key.</summary>
    public void Note(long keyId, DateTimeOffset at) => _used[keyId] = at;

    /// <summary>A request carried this personal token.</summary>
    public void NoteToken(long tokenId, DateTimeOffset at) => _tokens[tokenId] = at;

    /// <summary>Writes what was noted so far.</summary>
    public async Task FlushAsync(CancellationToken cancel = default)
    {
        await FlushAsync(_used, "update api_keys set last_used_at = @at where id = @id", cancel);
        await FlushAsync(_tokens, "update personal_tokens set last_used_at = @at where id = @id", cancel);
    }

    private async Task FlushAsync(ConcurrentDictionary<long, DateTimeOffset> used, string sql, CancellationToken cancel)
    {
        var batch = used.ToArray();
        if (batch.Length == 0)
        {
            return;
        }
        await gate.WriteAsync(async session =>
        {
            var update = session.Prepare(sql);
            foreach (var (id, at) in batch)
            {
                await update.Bind(at, id).ExecuteAsync();
            }
        }, cancel);
        foreach (var entry in batch)
        {
            used.TryRemove(entry);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryFlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; StopAsync writes the rest.
        }
    }

    private async Task TryFlushAsync(CancellationToken cancel)
    {
        try
        {
            await FlushAsync(cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.LogWarning(error, "Last use of API keys could not be written; it is kept for the next minute.");
        }
    }
}
