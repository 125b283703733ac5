using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Drains due deliveries: woken by intake, by the next due time, or by a line whose stock runs low. Claims ahead for every vendor in one commit;
/// the lines send; <see cref="SettleWriter"/> writes what came of it. Nothing due: no statement, no timer but one.
/// </summary>
internal sealed class DeliveryWorker : BackgroundService
{
    private readonly HubEngine _engine;
    private readonly DeliveryClaims _claims;
    private readonly DueReads _due;
    private readonly DeliveryRecovery _recovery;
    private readonly SettleWriter _settle;
    private readonly HeldDeliveries _held;
    private readonly ChangeFeed _feed;
    private readonly InFlightLedger _ledger;
    private readonly WorkSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryWorker> _log;
    private readonly DeliveryLines _lines;
    private volatile bool _credentialsChanged = true;
    private long _lastClaim;
    private long _lastSweep;

    public DeliveryWorker(
        HubEngine engine, DeliveryClaims claims, DueReads due, DeliveryLines lines, DeliveryRecovery recovery, SettleWriter settle, HeldDeliveries held, ChangeFeed feed, WorkSignal signal, TimeProvider time,
        InFlightLedger ledger, ILogger<DeliveryWorker> log) =>
        (_engine, _claims, _due, _lines, _recovery, _settle, _held, _feed, _ledger, _signal, _time, _log) = (engine, claims, due, lines, recovery, settle, held, feed, ledger, signal, time, log);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _recovery.RecoverAsync(_ledger.LeftBehind);
        _settle.Start();
        _feed.Changed += NoticeCredentials;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TendCredentialsAsync(stoppingToken);
                await TendLeasesAsync(stoppingToken);
                await WaitAsync(await ClaimAsync(stoppingToken), stoppingToken);
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

    private async Task TendCredentialsAsync(CancellationToken stopping)
    {
        if (_credentialsChanged)
        {
            // Cleared first: a change meanwhile is looked at again.
            _credentialsChanged = false;
            try
            {
                _lines.Share(await _due.ConfiguredAsync(stopping));
                await _held.TendAsync(stopping);
            }
            catch
            {
                _credentialsChanged = true;
                throw;
            }
        }
    }

    // A node that died leaves its rows under a lease; where there can be one, its end is noticed within moments.
    private async Task TendLeasesAsync(CancellationToken stopping)
    {
        if (!_engine.OwnedByOneProcess && _time.GetElapsedTime(_lastSweep) >= HubNodes.Beat)
        {
            _lastSweep = _time.GetTimestamp();
            await _recovery.SweepAsync(stopping);
        }
    }

    // Claims until every project that waits has been looked at; returns when something falls due that has not yet.
    private async Task<DateTimeOffset?> ClaimAsync(CancellationToken stopping)
    {
        await using var connection = await _due.OpenAsync(stopping);
        while (true)
        {
            await PaceAsync(stopping);
            var round = await _lines.PlanAsync(connection, _time.GetUtcNow(), stopping);
            if (round.Shares.Count > 0)
            {
                _lines.Stock(await _claims.TakeAsync(round.Shares, stopping));
            }
            if (!round.Unfinished)
            {
                return round.Next;
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

    // A line that has more waiting wakes us when its stock runs low; for the rest the next due time counts.
    private async Task WaitAsync(DateTimeOffset? due, CancellationToken stopping)
    {
        var until = _time.GetUtcNow() + (_engine.OwnedByOneProcess ? DeliveryTimes.Idle : DeliveryTimes.Beside);
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
        await _lines.StopAsync(DeliveryTimes.Drain);
        await _settle.FinishAsync();
        DeliveryLog.Stopped(_log, await _claims.ReleaseAsync());
    }
}
