using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Drains due deliveries: woken by intake, by the next due time, or by a line whose stock runs low. Claims ahead for every vendor in one commit;
/// the lines send; <see cref="SettleWriter"/> writes what came of it. Nothing due: no statement, no timer but one.
/// </summary>
internal sealed class DeliveryWorker : BackgroundService
{
    private readonly DeliveryClaims _claims;
    private readonly DeliveryRecovery _recovery;
    private readonly SettleWriter _settle;
    private readonly HeldDeliveries _held;
    private readonly ChangeFeed _feed;
    private readonly InFlightLedger _ledger;
    private readonly WorkSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryWorker> _log;
    private readonly DeliveryLine[] _lines;
    private volatile bool _credentialsChanged;
    private long _lastClaim;

    public DeliveryWorker(
        DeliveryClaims claims, DeliveryRecovery recovery, DeliveryStep step, SettleWriter settle, HeldDeliveries held, ChangeFeed feed, WorkSignal signal, TimeProvider time,
        InFlightLedger ledger, IOptions<DeliveryLimits> limits, ILogger<DeliveryWorker> log)
    {
        (_claims, _recovery, _settle, _held, _feed, _ledger, _signal, _time, _log) = (claims, recovery, settle, held, feed, ledger, signal, time, log);
        _lines = [.. ProviderNames.Supported.Select(provider => new DeliveryLine(provider, limits.Value.PerProvider, step, settle, ledger, signal.Wake))];
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _recovery.RecoverAsync(_ledger.LeftBehind);
        _settle.Start();
        Array.ForEach(_lines, line => line.Start());
        _feed.Changed += NoticeCredentials;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TendHeldAsync(stoppingToken);
                await ClaimAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                // The store's trouble, whatever its kind: accepted rows are safe, so wait and look again.
                DeliveryLog.ClaimFailed(_log, error);
                await _signal.WaitAsync(DeliveryTimes.StoreTrouble, TimeProvider.System, CancellationToken.None);
            }
        }
        _feed.Changed -= NoticeCredentials;
        await CloseAsync();
    }

    private void NoticeCredentials(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Credentials))
        {
            _credentialsChanged = true;
            _signal.Wake();
        }
    }

    private async Task TendHeldAsync(CancellationToken stopping)
    {
        if (_credentialsChanged)
        {
            _credentialsChanged = false;
            await _held.TendAsync(stopping);
        }
    }

    private async Task ClaimAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wants = _lines.Select(line => new DeliveryClaims.Want(line.Provider, line.Wants())).Where(want => want.Rows > 0).ToList();
            if (wants.Count == 0)
            {
                return;
            }
            await PaceAsync(stopping);
            var claimed = await _claims.TakeAsync(wants, stopping);
            var byProvider = claimed.ToLookup(delivery => delivery.Provider);
            foreach (var want in wants)
            {
                Array.Find(_lines, line => line.Provider == want.Provider)!.Stock([.. byProvider[want.Provider]], want.Rows);
            }
            if (!_lines.Any(line => line.MoreWaits && wants.Exists(want => want.Provider == line.Provider)))
            {
                return;
            }
        }
    }

    // While sends trickle in one by one they are claimed a few at a time; the first after a pause goes at once.
    private async Task PaceAsync(CancellationToken stopping)
    {
        var since = TimeProvider.System.GetElapsedTime(_lastClaim);
        if (since < DeliveryTimes.Gather)
        {
            await Task.Delay(DeliveryTimes.Gather - since, TimeProvider.System, stopping);
        }
        _lastClaim = TimeProvider.System.GetTimestamp();
    }

    // A line that has more waiting wakes us when its stock runs low; for the others the next due time counts.
    private async Task WaitAsync(CancellationToken stopping)
    {
        var due = await _claims.NextDueAsync(_lines.Where(line => !line.MoreWaits).Select(line => line.Provider), stopping);
        var until = _time.GetUtcNow() + DeliveryTimes.Idle;
        until = due < until ? due.Value : until;
        while (_time.GetUtcNow() is var now && now < until)
        {
            var rest = until - now;
            if (await _signal.WaitAsync(due is not null && rest > DeliveryTimes.ClockCheck ? DeliveryTimes.ClockCheck : rest, _time, stopping))
            {
                return;
            }
        }
    }

    private async Task CloseAsync()
    {
        await Task.WhenAll(_lines.Select(line => line.StopAsync(DeliveryTimes.Drain)));
        await _settle.FinishAsync();
        DeliveryLog.Stopped(_log, await _claims.ReleaseAsync());
    }
}
