using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

/// <summary>A stand-in for the hub's front door: it takes acks and registrations, or answers as told.</summary>
internal sealed class StandInHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
    private readonly Channel<Call> _refused = Channel.CreateUnbounded<Call>();

    private StandInHub(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public volatile int Status = 200;

    public HubLink Link => new(new Uri(_app.Urls.Single()), "nhp_test");

    public static async Task<StandInHub> StartAsync(int port = 0)
    {
        var hub = new StandInHub(port);
        await hub._app.StartAsync();
        return hub;
    }

    /// <summary>The next call that was answered with success.</summary>
    public async Task<Call> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>The next call that was turned away.</summary>
    public async Task<Call> NextRefusedAsync() => await _refused.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public bool HasMore => _calls.Reader.Count > 0;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
        var call = new Call(http.Request.Path, http.Request.Headers.Authorization.ToString(), body);
        var status = Status;
        await (status == 200 ? _calls : _refused).Writer.WriteAsync(call);
        http.Response.StatusCode = status;
        if (status == 200)
        {
            await http.Response.WriteAsJsonAsync(new { id = "dev_1", acked = true });
        }
    }

    internal sealed record Call(string Path, string Authorization, JsonElement Body)
    {
        public string? Text(string name) => Body.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
