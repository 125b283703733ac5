using System.Threading.Channels;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// One vendor's share of the worker: a fixed number of hands that each carry one delivery at a time, and a small stock of claimed ones, so
/// that no hand waits for a commit or for the slowest of a batch. A vendor that hangs fills its own line and nobody else's.
/// </summary>
internal sealed class DeliveryLine(ProviderKind provider, int hands, DeliveryStep step, SettleWriter settle, InFlightLedger ledger, Action hungry)
{
    /// <summary>Most claimed deliveries that wait for a hand.</summary>
    private const int StockMax = 1024;

    private readonly Channel<ClaimedDelivery> _stock = Channel.CreateUnbounded<ClaimedDelivery>();
    private readonly CancellationTokenSource _cutOff = new();
    private Task[] _hands = [];
    private int _waiting;
    private int _finished;
    private int _lowWater;
    private bool _moreWaits;
    private long _lastStocked = TimeProvider.System.GetTimestamp();

    public ProviderKind Provider => provider;

    /// <summary>There may be more due rows than were claimed: the last claim brought all that was asked for, or none was made because the stock is good.</summary>
    public bool MoreWaits
    {
        get => Volatile.Read(ref _moreWaits);
        private set => Volatile.Write(ref _moreWaits, value);
    }

    public void Start() => _hands = [.. Enumerable.Range(0, hands).Select(_ => Task.Run(CarryAsync))];

    /// <summary>
    /// How many rows to claim now: about a second's worth at the present pace, so that a slow vendor does not hoard leases.
    /// 0 while the stock is above half of that; the line then says when it no longer is.
    /// </summary>
    public int Wants()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_lastStocked).TotalSeconds;
        var target = Math.Clamp((int)(Volatile.Read(ref _finished) / Math.Max(seconds, 0.1)), 2 * hands, StockMax);
        // The mark is set before the stock is counted: a hand that passes it in between wakes us.
        MoreWaits = true;
        Interlocked.Exchange(ref _lowWater, target / 2);
        var waiting = Volatile.Read(ref _waiting);
        return waiting > target / 2 ? 0 : target - waiting;
    }

    /// <summary>Takes what a claim brought.</summary>
    public void Stock(IReadOnlyCollection<ClaimedDelivery> claimed, int wanted)
    {
        MoreWaits = claimed.Count >= wanted;
        if (claimed.Count == 0)
        {
            return;
        }
        Interlocked.Exchange(ref _finished, 0);
        _lastStocked = TimeProvider.System.GetTimestamp();
        Interlocked.Add(ref _waiting, claimed.Count);
        foreach (var delivery in claimed)
        {
            _stock.Writer.TryWrite(delivery);
        }
    }

    /// <summary>Lets calls in flight finish; what waits in the stock stays claimed and is given back by the worker.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _stock.Writer.TryComplete();
        while (_stock.Reader.TryRead(out _))
        {
            Interlocked.Decrement(ref _waiting);
        }
        _cutOff.CancelAfter(patience);
        await Task.WhenAll(_hands);
        _cutOff.Dispose();
    }

    private async Task CarryAsync()
    {
        await foreach (var delivery in _stock.Reader.ReadAllAsync())
        {
            if (Interlocked.Decrement(ref _waiting) == Volatile.Read(ref _lowWater) && MoreWaits)
            {
                hungry();
            }
            var slot = ledger.Begin(delivery.Id);
            try
            {
                var settlement = await step.RunAsync(delivery, _cutOff.Token);
                ledger.Answered(slot);
                await settle.AddAsync(settlement with { Slot = slot });
            }
            catch (OperationCanceledException) when (_cutOff.IsCancellationRequested)
            {
                // The house closes: the worker gives the row back.
                ledger.End(slot);
            }
            Interlocked.Increment(ref _finished);
        }
    }
}
