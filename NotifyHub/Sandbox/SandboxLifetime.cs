namespace NotifyHub.Sandbox;

/// <summary>Stops the sandbox with the app: registered first, so stopped last, when nothing sends any more.</summary>
internal sealed class SandboxLifetime(SandboxHost sandbox, ILogger<SandboxLifetime> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.LogInformation("The sandbox plays APNs on {Http2} and the other vendors on {Http}", sandbox.Addresses.Http2, sandbox.Addresses.Http);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await sandbox.DisposeAsync();
}
