using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NotifyHub.Tests.Alerts;

/// <summary>What was posted.</summary>
internal sealed record CaughtPost(string Id, string Timestamp, string Signature, string Body);

/// <summary>A receiver of webhooks on loopback; refuses the first posts when told to.</summary>
internal sealed class WebhookCatcher : IAsyncDisposable
{
    private WebApplication _app = null!;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<CaughtPost> Posts { get; } = [];

    /// <summary>So many are answered with 500.</summary>
    public int Refuse { get; set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/hook", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var headers = http.Request.Headers;
            Posts.Enqueue(new CaughtPost(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), await reader.ReadToEndAsync()));
            return Refuse-- > 0 ? Results.StatusCode(500) : Results.Ok();
        });
        await _app.StartAsync();
        Url = _app.Urls.Single() + "/hook";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
