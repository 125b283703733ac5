namespace NotifyHub.Data.Nodes;

/// <summary>Gives this node's signs of life where others look for them, and says goodbye at an orderly stop.</summary>
internal sealed partial class NodeHeartbeat(HubEngine engine, HubNodes nodes, TimeProvider time, ILogger<NodeHeartbeat> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (engine.OwnedByOneProcess)
        {
            // Nobody looks: an idle hub writes nothing.
            return;
        }
        using var timer = new PeriodicTimer(HubNodes.Beat, time);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await nodes.BeatAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever its kind: a loop that ends here would take the whole process with it.
                Silent(log, error);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await nodes.StoppedAsync(nodes.Id);
        }
        catch (StoreUnavailableException error)
        {
            Silent(log, error);
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No sign of life could be given: the database takes no writes")]
    private static partial void Silent(ILogger log, Exception error);
}
