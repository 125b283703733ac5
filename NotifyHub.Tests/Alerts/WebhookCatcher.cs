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

    /// <summary>One that takes a call and never answers; counts those that hang in it.</summary>
    public string HangUrl => Url.Replace("/hook", "/hang", StringComparison.Ordinal);

    /// <summary>Calls that reached <see cref="HangUrl"/>.</summary>
    public SemaphoreSlim Hanging { get; } = new(0);

    /// <summary>One that is gone for good.</summary>
    public string GoneUrl => Url.Replace("/hook", "/gone", StringComparison.Ordinal);

    /// <summary>Told for each post.</summary>
    public SemaphoreSlim Posted { get; } = new(0);

    /// <summary>So many are answered with 500.</summary>
    public int Refuse { get; set; }

    /// <summary>With this in Retry-After.</summary>
    public string? RetryAfter { get; set; }

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
            Posted.Release();
            if (RetryAfter is { } wait)
            {
                http.Response.Headers.RetryAfter = wait;
            }
            return Refuse-- > 0 ? Results.Text("not today", statusCode: 500) : Results.Text("thanks");
        });
        _app.MapPost("/hang", async (HttpContext http) =>
        {
            Hanging.Release();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        _app.MapPost("/gone", () => Results.StatusCode(410));
        await _app.StartAsync();
        Url = _app.Urls.Single() + "/hook";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
