using NotifyHub.E2E.Support;
using NotifyHub.Failpoints;

namespace NotifyHub.Torture.Kill;

/// <summary>A node that is told at which hit of one point it dies next.</summary>
public sealed class PointedNode(HubNodeProcess node, CrashPoint point)
{
    private const int Killed = 137;

    /// <summary>Deaths at the point.</summary>
    public int Deaths { get; private set; }

    /// <summary>Starts it, to die at this hit; a death before it is ready is a death like another.</summary>
    public async Task StartAsync(int hit, CancellationToken cancel)
    {
        node.Process.Environment[Killer.Variable] = $"{point}:kill@{hit}";
        try
        {
            await node.StartAsync(cancel);
        }
        catch (InvalidOperationException) when (node.Process.Output.Contains("failpoint ", StringComparison.Ordinal))
        {
            // It reached the point before it was ready.
        }
    }

    /// <summary>Ends it where it stands: by its own hand if it is dying, else by ours.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise.</exception>
    public async Task EndAsync(CancellationToken cancel)
    {
        // The word is printed before the signal is sent.
        if (!node.Process.HasExited && !node.Process.Output.Contains("failpoint ", StringComparison.Ordinal))
        {
            await node.Process.KillAsync();
        }
        if (await node.Process.ExitAsync(cancel) is not Killed and var exit)
        {
            throw new InvalidOperationException($"exit {exit}: {node.Process.Output}");
        }
        Deaths += node.Process.Output.Contains("failpoint ", StringComparison.Ordinal) ? 1 : 0;
    }

    /// <summary>Starts it to live.</summary>
    public async Task LiveAsync(CancellationToken cancel)
    {
        node.Process.Environment[Killer.Variable] = null;
        await node.StartAsync(cancel);
    }
}
