using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Signals;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// One vendor's share of the worker: a number of hands that each carry one delivery at a time, and a small stock of claimed ones, so that no
/// hand waits for a commit or for the slowest of a batch. A vendor that hangs fills its own line and nobody else's. A hand is a task while it
/// has something to carry, and nothing while it has not.
/// </summary>
internal sealed class DeliveryLine(
    ProviderKind provider, LineStock stock, SuspectCalls suspects, DeliveryStep step, SettleWriter settle, InFlightLedger ledger, Action hungry)
{
    private readonly CancellationTokenSource _cutOff = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;

    public ProviderKind Provider => provider;

    /// <summary>Puts what a claim brought on the shelves, and to work.</summary>
    /// <param name="claimed">The deliveries.</param>
    /// <param name="filled">Shares behind which more waits.</param>
    public void Stock(IEnumerable<ClaimedDelivery> claimed, IEnumerable<ClaimShare> filled)
    {
        stock.Add(claimed, filled);
        Begin();
    }

    /// <summary>More hands or fewer from now on, shared so.</summary>
    public void Resize(HandRules rules)
    {
        stock.Resize(rules);
        Begin();
    }

    /// <summary>Lets calls in flight finish; what waits in the stock stays claimed and is given back by the worker.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        stock.Close();
        _closing = true;
        _cutOff.CancelAfter(patience);
        if (stock.Busy > 0)
        {
            await _empty.Task;
        }
        _cutOff.Dispose();
    }

    private void Begin()
    {
        while (Next() is { } delivery)
        {
            _ = Task.Run(() => WorkAsync(delivery));
        }
    }

    private async Task WorkAsync(ClaimedDelivery first)
    {
        for (var delivery = first; delivery is not null; delivery = Next())
        {
            try
            {
                if (await suspects.CountInAsync(delivery))
                {
                    await CarryAsync(delivery, ledger.Begin(delivery.Id));
                }
            }
            finally
            {
                stock.Done(delivery);
            }
        }
        if (_closing && stock.Busy == 0)
        {
            _empty.TrySetResult();
        }
    }

    private async Task CarryAsync(ClaimedDelivery delivery, int slot)
    {
        try
        {
            var settlement = await step.RunAsync(delivery, _cutOff.Token);
            ledger.Answered(slot);
            await settle.AddAsync(settlement with { Slot = slot });
        }
        catch (OperationCanceledException) when (_cutOff.IsCancellationRequested)
        {
            // The house closes: the worker gives the row back.
            DeliverySpans.Drop(delivery, "stopped");
            ledger.End(slot);
        }
    }

    private ClaimedDelivery? Next()
    {
        var delivery = stock.Take(out var runsLow);
        if (runsLow)
        {
            hungry();
        }
        return delivery;
    }
}
