using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery.Limits;

/// <summary>Nodes that draw from one bucket in one store, on the store's clock.</summary>
public class SharedPermitsTests
{
    private static readonly LimitRate Rate = new(200, 200);

    private static PermitGate Node(TempStore store, LimitRate rate, string scope = "provider:apns") => new(
        new SharedPermits(scope, () => new Allowed(rate, RateShare.Whole), store.Gate, store.Engine.NowSql, TimeProvider.System, NullLogger.Instance), 1000, TimeProvider.System);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_sum_over_the_nodes_keeps_the_limit_within_a_tenth(int nodes)
    {
        await using var store = await TempStore.OpenAsync();
        var gates = Enumerable.Range(0, nodes).Select(_ => Node(store, Rate)).ToArray();
        var passed = 0;
        var began = TimeProvider.System.GetTimestamp();
        // So many that most must come from refills; however slow the machine, they come, and never sooner than the limit allows.
        await Task.WhenAll(gates.SelectMany(gate => Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref passed) < Rate.Capacity + 3 * Rate.PerSecond)
            {
                if (await gate.EnterAsync(TimeSpan.FromSeconds(2), default))
                {
                    Interlocked.Increment(ref passed);
                }
            }
        })))).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(passed <= (Rate.Capacity + Rate.PerSecond * TimeProvider.System.GetElapsedTime(began).TotalSeconds) * 1.1, $"{passed} in {TimeProvider.System.GetElapsedTime(began)}");
    }

    [Fact]
    public async Task A_node_that_is_idle_leaves_the_others_nearly_everything()
    {
        await using var store = await TempStore.OpenAsync();
        var (idle, busy) = (Node(store, Rate), Node(store, Rate));
        Assert.True(await idle.EnterAsync(TimeSpan.FromSeconds(2), default));
        var (got, began) = (0, TimeProvider.System.GetTimestamp());
        // The idle one's portion is all that it keeps: the rest comes, and no sooner than the limit allows.
        while (got < Rate.Capacity + Rate.PerSecond && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            got += await busy.EnterAsync(TimeSpan.FromSeconds(1), default) ? 1 : 0;
        }
        Assert.InRange(got, Rate.Capacity + Rate.PerSecond, (Rate.Capacity + Rate.PerSecond * TimeProvider.System.GetElapsedTime(began).TotalSeconds) * 1.1);
    }

    [Fact]
    public async Task Buckets_of_other_scopes_are_apart()
    {
        await using var store = await TempStore.OpenAsync();
        var small = new LimitRate(1, 1);
        Assert.True(await Node(store, small, "project:1:apns").EnterAsync(TimeSpan.FromSeconds(2), default));
        Assert.True(await Node(store, small, "project:2:apns").EnterAsync(TimeSpan.FromSeconds(2), default));
    }
}
