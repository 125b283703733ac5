using System.Threading.Channels;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Pipeline.Delivery.Signals;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Gathers results and writes them together: one commit for many deliveries. While the store can't write, results wait here, and the hands that bring more wait too.</summary>
internal sealed class SettleWriter(IWriteGate gate, SettleBatch batch, InFlightLedger ledger, ILogger<SettleWriter> log)
{
    /// <summary>Most results without a commit: as many again may be sent twice after a crash.</summary>
    public const int UnwrittenMax = 2 * RowsMax;

    /// <summary>A commit starts at once when so many results wait.</summary>
    private const int Rows = 200;
    private const int RowsMax = 500;

    private readonly Channel<Settlement> _results = Channel.CreateBounded<Settlement>(new BoundedChannelOptions(UnwrittenMax - RowsMax) { SingleReader = true });
    private Task? _loop;

    /// <summary>Begins writing.</summary>
    public void Start() => _loop ??= Task.Run(LoopAsync);

    /// <summary>Takes a result; waits while too many are unwritten.</summary>
    public ValueTask AddAsync(Settlement settlement) => _results.Writer.WriteAsync(settlement);

    /// <summary>Writes what is there and ends.</summary>
    public Task FinishAsync()
    {
        _results.Writer.TryComplete();
        return _loop ?? Task.CompletedTask;
    }

    private async Task LoopAsync()
    {
        var reader = _results.Reader;
        var gathered = new List<Settlement>(RowsMax);
        while (await reader.WaitToReadAsync())
        {
            if (reader.Count < Rows && !reader.Completion.IsCompleted)
            {
                // Paced by the real clock: this is about commits, not about schedules.
                await Task.Delay(DeliveryTimes.Gather, TimeProvider.System);
            }
            while (gathered.Count < RowsMax && reader.TryRead(out var settlement))
            {
                gathered.Add(settlement);
            }
            await WriteAsync(gathered);
            gathered.ForEach(settlement => ledger.End(settlement.Slot));
            gathered.Clear();
        }
    }

    private void Written(IReadOnlyList<Settlement> results, List<long> lost)
    {
        DeliveryMeter.Committed(results.Count);
        foreach (var result in results)
        {
            if (lost.Count > 0 && lost.Contains(result.Delivery.Id))
            {
                DeliveryLog.LeaseLost(log, result.Delivery.Id);
                DeliveryMeter.Lost();
                DeliverySpans.Drop(result.Delivery, "lease_lost");
                continue;
            }
            DeliveryMeter.Left(result);
            DeliverySpans.End(result);
        }
    }

    private async Task WriteAsync(IReadOnlyList<Settlement> results)
    {
        while (true)
        {
            try
            {
                var lost = await gate.WriteAsync(session => batch.WriteAsync(session, results));
                Written(results, lost);
                return;
            }
            catch (StoreUnavailableException error)
            {
                // Whether the commit happened or not, writing again is safe: a settled row is fenced against a second result.
                DeliveryLog.SettleWaits(log, results.Count, error);
                await Task.Delay(DeliveryTimes.StoreTrouble, TimeProvider.System);
            }
            catch (Exception error) when (results.Count > 1)
            {
                DeliveryLog.SettleSplit(log, results.Count, error);
                foreach (var one in results)
                {
                    await WriteAsync([one]);
                }
                return;
            }
            catch (Exception error)
            {
                // Its lease runs out and the sweep brings it back.
                DeliveryLog.SettleFailed(log, results[0].Delivery.Id, error);
                DeliverySpans.Drop(results[0].Delivery, "result_not_written");
                return;
            }
        }
    }
}
