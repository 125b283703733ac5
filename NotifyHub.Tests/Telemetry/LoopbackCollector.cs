using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NotifyHub.Tests.Telemetry;

/// <summary>A collector on loopback that takes OTLP as http/protobuf and, on a second port, as gRPC.</summary>
internal sealed class LoopbackCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, string? Authorization, byte[] Body)> _exports = new();

    private LoopbackCollector(WebApplication app) => _app = app;

    public string HttpAddress => Address(0);
    public string GrpcAddress => Address(1);
    public IReadOnlyList<SpanSeen> Spans => [.. Of("traces").SelectMany(body => SpanSeen.In(body))];
    public IReadOnlyList<PointSeen> Points => [.. Of("metrics").SelectMany(body => PointSeen.In(body))];
    public IReadOnlyList<byte[]> Bodies => [.. _exports.Select(export => export.Body)];
    public IReadOnlyList<string?> Authorizations => [.. _exports.Select(export => export.Authorization)];

    public static async Task<LoopbackCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var collector = new LoopbackCollector(app);
        app.MapPost("/v1/traces", context => collector.TakeAsync("traces", context));
        app.MapPost("/v1/metrics", context => collector.TakeAsync("metrics", context));
        app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", context => collector.TakeGrpcAsync("traces", context));
        app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", context => collector.TakeGrpcAsync("metrics", context));
        await app.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IEnumerable<byte[]> Of(string signal) => _exports.Where(export => export.Signal == signal).Select(export => export.Body);

    private string Address(int n) => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(n);

    private async Task TakeAsync(string signal, HttpContext context)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Add(signal, context, await BodyAsync(context));
        context.Response.ContentType = "application/x-protobuf";
    }

    // A gRPC message: a flag, its length, itself; the verdict comes in the trailer.
    private async Task TakeGrpcAsync(string signal, HttpContext context)
    {
        Add(signal, context, (await BodyAsync(context))[5..]);
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[5]);
    }

    private void Add(string signal, HttpContext context, byte[] body) => _exports.Enqueue((signal, context.Request.Headers.Authorization, body));

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
