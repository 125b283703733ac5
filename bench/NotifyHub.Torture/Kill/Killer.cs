using NotifyHub.E2E.Support;
using NotifyHub.Torture.Hub;

namespace NotifyHub.Torture.Kill;

/// <summary>Carries out the kills, one after the other, and brings the process back each time.</summary>
public sealed class Killer(HubUnderLoad hub, HubStore store, History history)
{
    /// <summary>Arms a test build.</summary>
    public const string Variable = "NOTIFYHUB_FAILPOINTS";
    private const int Killed = 137;
    private static readonly TimeSpan PointLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TermLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(50);

    // A process needs longer than this from its start to its first call to a vendor; the twins have noted the dead one's last bytes by then.
    private static readonly TimeSpan StartsSending = TimeSpan.FromMilliseconds(300);

    private readonly List<KillRecord> _kills = [];

    /// <summary>What was done.</summary>
    public IReadOnlyList<KillRecord> Kills => _kills;

    /// <summary>Does them all.</summary>
    public async Task RunAsync(IReadOnlyList<KillPlan> plans, CancellationToken cancel)
    {
        for (var i = 0; i < plans.Count; i++)
        {
            var (plan, next) = (plans[i], i + 1 < plans.Count ? plans[i + 1] : null);
            var kill = plan.Kind == KillKind.Stop ? await HoldUpAsync(plan, cancel) : await EndAsync(plan, next, cancel);
            _kills.Add(kill);
            history.Note("kill", new { plan.Kind, plan.Node, plan.Wait, plan.Failpoints, held = kill.Held.Count, kill.Before, kill.Complaint });
        }
    }

    private async Task<KillRecord> EndAsync(KillPlan plan, KillPlan? next, CancellationToken cancel)
    {
        var node = hub.Nodes[plan.Node];
        if (plan.Failpoints is { } script && !IsArmed(node, script))
        {
            await node.Process.TerminateAsync(cancel);
            await StartAsync(node, script, cancel);
        }
        var id = node.Process.Id;
        var complaint = plan.Kind switch
        {
            KillKind.Point => await AtPointAsync(node, cancel),
            KillKind.Term => await TermAsync(node, plan.Wait, times: 1, cancel),
            KillKind.TermTwice => await TermAsync(node, plan.Wait, times: 2, cancel),
            KillKind.TermThenKill => await TermThenKillAsync(node, plan.Wait, cancel),
            _ => await AtRandomAsync(node, plan.Wait, cancel),
        };
        var held = await store.HeldByAsync(new HeldQuery(node.DataFolder, id));
        if (plan.Kind is KillKind.Term or KillKind.TermTwice && held.Count > 0)
        {
            complaint ??= $"{held.Count} deliveries still claimed after an orderly stop";
        }
        var before = TimeProvider.System.GetUtcNow() + StartsSending;
        // A test build reads its script when it starts, so it is started with that of the kill that comes next.
        await StartAsync(node, next?.Node == plan.Node ? next.Failpoints : null, cancel);
        return new KillRecord(plan, held, before, complaint);
    }

    private static bool IsArmed(HubNodeProcess node, string script) => node.Process.Environment.TryGetValue(Variable, out var armed) && armed == script;

    private static async Task StartAsync(HubNodeProcess node, string? script, CancellationToken cancel)
    {
        node.Process.Environment[Variable] = script;
        try
        {
            await node.StartAsync(cancel);
        }
        catch (InvalidOperationException) when (script is not null && node.Process.Output.Contains("failpoint ", StringComparison.Ordinal))
        {
            // It reached the point before it was ready, with what it found in the queue.
        }
    }

    private static async Task<string?> AtPointAsync(HubNodeProcess node, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(PointLimit);
        try
        {
            var exit = await node.Process.ExitAsync(limit.Token);
            return exit == Killed ? null : $"exit {exit}: {node.Process.Output}";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await node.Process.KillAsync();
            return "the point was not reached";
        }
    }

    private static async Task<string?> AtRandomAsync(HubNodeProcess node, TimeSpan wait, CancellationToken cancel)
    {
        // The moment of the kill is what is drawn here; nothing is waited for.
        await Task.Delay(wait, cancel);
        if (node.Process.HasExited)
        {
            return "it had ended by itself: " + node.Process.Output;
        }
        await node.Process.KillAsync();
        return null;
    }

    private static async Task<string?> TermThenKillAsync(HubNodeProcess node, TimeSpan wait, CancellationToken cancel)
    {
        await Task.Delay(wait, cancel);
        await node.Process.SignalAsync("TERM");
        await Task.Delay(Impatience, cancel);
        if (!node.Process.HasExited)
        {
            await node.Process.KillAsync();
        }
        return null;
    }

    private static async Task<string?> TermAsync(HubNodeProcess node, TimeSpan wait, int times, CancellationToken cancel)
    {
        await Task.Delay(wait, cancel);
        for (var i = 1; i < times; i++)
        {
            await node.Process.SignalAsync("TERM");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TermLimit);
        var exit = await node.Process.TerminateAsync(limit.Token);
        return exit == 0 ? null : $"TERM ended with {exit}: {node.Process.Output}";
    }

    private async Task<KillRecord> HoldUpAsync(KillPlan plan, CancellationToken cancel)
    {
        var process = hub.Nodes[plan.Node].Process;
        await process.SignalAsync("STOP");
        // Alone it loses nothing; among others it is taken for dead after a while, and what it held is sent by them.
        var held = hub.Nodes.Count == 1 ? [] : await store.HeldByAsync(new HeldQuery(hub.Nodes[plan.Node].DataFolder, process.Id));
        var before = TimeProvider.System.GetUtcNow() + StartsSending;
        await Task.Delay(plan.Wait, cancel);
        await process.SignalAsync("CONT");
        return new KillRecord(plan, held, before, process.HasExited ? "a stop ended it" : null);
    }
}
