using System.Diagnostics.Metrics;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Telemetry;

namespace NotifyHub.Pipeline.Delivery.Signals;

/// <summary>
/// Gauges of the queue and of how the vendors stand. A scrape is answered from memory; the figures are read in the background, only while somebody
/// listens, outside the gate, and less often the longer the reading takes: never more than a twentieth of the time. Every node of one database tells the same figures.
/// </summary>
internal sealed class BacklogMeter : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Meter _meter = new(HubSignals.Name);
    private readonly Instrument[] _gauges;
    private readonly BacklogReads _reads;
    private readonly TimeProvider _time;
    private readonly ILogger<BacklogMeter> _log;
    private BacklogFigures _figures = BacklogFigures.Nothing;

    public BacklogMeter(BacklogReads reads, TimeProvider time, ILogger<BacklogMeter> log)
    {
        (_reads, _time, _log) = (reads, time, log);
        _gauges =
        [
            _meter.CreateObservableGauge("notifyhub.backlog.depth", () => _figures.Depth, "{delivery}", "Deliveries that wait, by vendor, state and lane."),
            _meter.CreateObservableGauge("notifyhub.backlog.oldest_due_age", () => _figures.OldestAge, "s", "How long the oldest delivery has been due, by vendor; 0 when none is."),
            _meter.CreateObservableGauge("notifyhub.provider.projects", () => _figures.Standing, "{project}", "Projects for which a vendor rests (quarantined), is slowed (throttled), is not believed about dead tokens (breaker_open) or refuses the account (credential_paused)."),
        ];
    }

    /// <summary>Reads now.</summary>
    internal async Task RefreshAsync(CancellationToken cancel) => _figures = await _reads.ReadAsync(_time.GetUtcNow(), cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                if (Array.Exists(_gauges, gauge => gauge.Enabled))
                {
                    await RefreshAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The gauges stand still meanwhile.
                DeliveryLog.BacklogUnread(_log, error);
            }
            // The dearer the look, the rarer: a twentieth of real time at most.
            var paced = 20 * TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(paced > Pause ? paced : Pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }
}
