using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NotifyHub.Sandbox;

/// <summary>The sandbox's own web server: two loopback ports, no configuration of the main app, no middleware.</summary>
internal static class SandboxListeners
{
    /// <summary>As many streams as Apple grants on one connection.</summary>
    private const int StreamsPerConnection = 1000;

    public static async Task<(WebApplication App, SandboxAddresses Addresses)> StartAsync(
        SandboxSetup setup, ILoggerFactory loggers, Action<IEndpointRouteBuilder> map, CancellationToken cancel)
    {
        try
        {
            return await TryStartAsync(setup, loggers, map, cancel);
        }
        catch (IOException fault) when (setup.MayMove && fault.InnerException is AddressInUseException)
        {
            loggers.CreateLogger(typeof(SandboxListeners)).LogWarning(
                "Port {Port} or {Http2Port} is taken: the sandbox moves to free ones. Web Push subscriptions and service accounts that name the old port do not reach it", setup.Port, setup.Http2Port);
            return await TryStartAsync(setup with { Port = 0, Http2Port = 0 }, loggers, map, cancel);
        }
    }

    private static async Task<(WebApplication App, SandboxAddresses Addresses)> TryStartAsync(
        SandboxSetup setup, ILoggerFactory loggers, Action<IEndpointRouteBuilder> map, CancellationToken cancel)
    {
        var app = Build(setup, loggers);
        map(app);
        try
        {
            await app.StartAsync(cancel);
            var bound = app.Urls.Select(address => new Uri(address)).ToList();
            return (app, new SandboxAddresses(bound[0], bound[1]));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(SandboxSetup setup, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
            kestrel.Listen(IPAddress.Loopback, setup.Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, setup.Http2Port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        var app = builder.Build();
        app.UseWebSockets();
        return app;
    }

    /// <summary>The sandbox lives as long as its owner; signals are the owner's to hear.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
