using System.Collections.Concurrent;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;

namespace NotifyHub.Webhooks;

/// <summary>
/// Posts what waits. Each endpoint has a few hands of its own, one while it fails, and no hands are shared: one that hangs delays no other.
/// What is in hand when the process dies falls due again once nobody holds it.
/// </summary>
internal sealed class WebhookWorker(
    WebhookClaims claims, WebhookBook book, WebhookDesk desk, WebhookResults results, IWriteGate gate, SignedPost post, WebhookSignal signal, NotificationEnds ends, TimeProvider time, ILogger<WebhookWorker> log) : BackgroundService
{
    /// <summary>Tries of one endpoint at the same time.</summary>
    public const int Hands = 4;

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, int> _busy = new();
    private readonly ConcurrentDictionary<Task, byte> _tries = new();

    /// <summary>Posts whatever is due, and returns when the next falls due; null when nothing waits.</summary>
    internal async Task<DateTimeOffset?> StepAsync(CancellationToken cancel)
    {
        DateTimeOffset? next = await ends.StepAsync(cancel);
        foreach (var (endpointId, due) in await claims.WaitingAsync(cancel))
        {
            if (book.Find(endpointId) is not { } endpoint)
            {
                // Switched off or removed: it waits until it is switched on or cleaned up.
                continue;
            }
            var free = (endpoint.FailingSince is null ? Hands : 1) - _busy.GetValueOrDefault(endpointId);
            if (due > claims.Now)
            {
                next = next < due ? next : due;
            }
            else if (free > 0)
            {
                foreach (var message in await claims.TakeAsync(endpointId, free, cancel))
                {
                    Begin(endpoint, message);
                }
            }
        }
        return next;
    }

    /// <summary>Until every try that was begun has ended.</summary>
    internal async Task RestAsync()
    {
        while (_tries.Keys.ToList() is { Count: > 0 } tries)
        {
            await Task.WhenAll(tries);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = await StepAsync(stoppingToken);
                var wait = next is { } due ? due - claims.Now : Glance;
                await signal.WaitAsync(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Glance ? wait : Glance, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                WebhookLog.Waits(log, error);
                await Task.Delay(Trouble, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await RestAsync();
    }

    private void Begin(WebhookEndpoint endpoint, HeldMessage message)
    {
        _busy.AddOrUpdate(endpoint.Id, 1, static (_, busy) => busy + 1);
        var done = new TaskCompletionSource();
        _tries.TryAdd(done.Task, 0);
        _ = Task.Run(async () =>
        {
            try
            {
                await TryAsync(endpoint, message);
            }
            finally
            {
                _busy.AddOrUpdate(endpoint.Id, 0, static (_, busy) => busy - 1);
                _tries.TryRemove(done.Task, out _);
                done.SetResult();
                // A hand is free.
                signal.Wake();
            }
        });
    }

    private async Task TryAsync(WebhookEndpoint endpoint, HeldMessage message)
    {
        try
        {
            var answer = await post.PostAsync(endpoint.Url, RowId.Format(RowId.WebhookMessage, message.Id), desk.SecretsOf(endpoint), message.Body, CancellationToken.None);
            await gate.WriteAsync(session => results.WriteAsync(session, message, answer, endpoint.Url));
        }
        catch (Exception error)
        {
            // Nobody holds it once its time is over: it is tried again, under the same id.
            WebhookLog.NotWritten(log, RowId.Format(RowId.Webhook, endpoint.Id), error);
        }
    }
}
