using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>A vendor on loopback that answers as it is told, and keeps what it was asked.</summary>
internal sealed class ScriptedVendor : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Reply> _script = new();

    private ScriptedVendor(WebApplication app, bool tls)
    {
        _app = app;
        Tls = tls;
    }

    /// <summary>Everything that came in, in order.</summary>
    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public bool Tls { get; }

    public int Port { get; private set; }

    public string Url => $"{(Tls ? "https" : "http")}://127.0.0.1:{Port}";

    /// <summary>What is answered once the script is used up.</summary>
    public Reply Otherwise { get; set; } = Reply.Status(500);

    public static async Task<ScriptedVendor> StartAsync(HttpProtocols protocols, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        var vendor = new ScriptedVendor(builder.Build(), certificate is not null);
        vendor._app.Run(vendor.AnswerAsync);
        await vendor._app.StartAsync();
        vendor.Port = new Uri(vendor._app.Urls.Single()).Port;
        return vendor;
    }

    /// <summary>Answers the coming requests with these, one each.</summary>
    public ScriptedVendor Then(params Reply[] replies)
    {
        foreach (var reply in replies) _script.Enqueue(reply);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var seen = await SeenRequest.ReadAsync(http);
        http.Features.Set(seen);
        Requests.Enqueue(seen);
        await (_script.TryDequeue(out var next) ? next : Otherwise).Play(http);
    }
}
