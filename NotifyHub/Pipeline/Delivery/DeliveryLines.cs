using System.Data.Common;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>The lines of all vendors, each with its own hands, stock and turns.</summary>
internal sealed class DeliveryLines
{
    private readonly (DeliveryLine Line, ClaimTurns Turns)[] _all;
    private readonly IClaimFilter _filter;
    private readonly DeliveryLimits _limits;

    public DeliveryLines(
        DueReads reads, IClaimFilter filter, SuspectCalls suspects, DeliveryStep step, SettleWriter settle, InFlightLedger ledger, WorkSignal signal, IOptions<DeliveryLimits> limits)
    {
        (_filter, _limits) = (filter, limits.Value);
        _all = [.. ProviderNames.Called.Select(provider =>
        {
            var stock = new LineStock(new HandRules(_limits.LeastHandsOf(provider)));
            return (new DeliveryLine(provider, stock, suspects, step, settle, ledger, signal.Wake), new ClaimTurns(provider, reads, stock, filter));
        })];
    }

    /// <summary>Shares the hands anew: among the vendors that any project can send through. The others' deliveries end without a call.</summary>
    /// <param name="configured">How many projects have an account with each.</param>
    public void Share(IReadOnlyDictionary<ProviderKind, long> configured)
    {
        foreach (var (line, _) in _all)
        {
            line.Resize(configured.TryGetValue(line.Provider, out var projects)
                ? new HandRules(_limits.HandsOf(line.Provider, configured.Count), ofOneProject: projects == 1)
                : new HandRules(_limits.LeastHandsOf(line.Provider)));
        }
    }

    /// <summary>What all lines have room for, in one plan.</summary>
    public async Task<ClaimPlan> PlanAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancel)
    {
        var shares = new List<ClaimShare>();
        var (unfinished, next) = (false, (DateTimeOffset?)null);
        foreach (var (_, turns) in _all)
        {
            var plan = await turns.PlanAsync(connection, now, cancel);
            shares.AddRange(plan.Shares);
            unfinished |= plan.Unfinished;
            next = plan.Next < next || next is null ? plan.Next : next;
        }
        return new ClaimPlan(shares, unfinished, next);
    }

    /// <summary>Gives each line what is its own.</summary>
    public void Stock(DeliveryClaims.Claim claim)
    {
        foreach (var pair in claim.Rows.GroupBy(delivery => (delivery.Provider, delivery.ProjectId)))
        {
            _filter.Claimed(pair.Key.Provider, pair.Key.ProjectId, pair.Count());
        }
        var rows = claim.Rows.ToLookup(delivery => delivery.Provider);
        foreach (var (line, _) in _all)
        {
            line.Stock(rows[line.Provider], claim.Filled.Where(share => share.Provider == line.Provider));
        }
    }

    /// <summary>Stops them all.</summary>
    public Task StopAsync(TimeSpan patience) => Task.WhenAll(_all.Select(one => one.Line.StopAsync(patience)));
}
