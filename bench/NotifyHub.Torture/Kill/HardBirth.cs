using NotifyHub.E2E.Support;
using NotifyHub.Failpoints;

namespace NotifyHub.Torture.Kill;

/// <summary>Kills the first node in the middle of making its schema (P11), again and again at a statement drawn by chance; then it must start.</summary>
public sealed class HardBirth(Random chance, int kills, History history)
{
    private const int Killed = 137;

    // Fewer statements than all migrations have together, and then fewer than the last one alone.
    private const int FirstMax = 40;
    private const int LaterMax = 12;
    private readonly List<string> _complaints = [];

    /// <summary>What went otherwise.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Does it.</summary>
    public async Task RunAsync(HubNodeProcess node, CancellationToken cancel)
    {
        for (var i = 0; i < kills; i++)
        {
            var script = $"{CrashPoint.P11}:kill@{chance.Next(1, i == 0 ? FirstMax : LaterMax)}";
            node.Process.Environment[Killer.Variable] = script;
            await TryAsync(node, script, cancel);
            history.Note("birth", script);
        }
        node.Process.Environment.Remove(Killer.Variable);
    }

    private async Task TryAsync(HubNodeProcess node, string script, CancellationToken cancel)
    {
        try
        {
            await node.StartAsync(cancel);
            _complaints.Add($"{script}: it started");
            await node.Process.KillAsync();
        }
        catch (InvalidOperationException)
        {
            var exit = await node.Process.ExitAsync(cancel);
            if (exit != Killed)
            {
                _complaints.Add($"{script}: exit {exit}: {node.Process.Output}");
            }
        }
    }
}
