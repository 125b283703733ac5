using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>One scripted answer.</summary>
internal sealed record Reply(Func<HttpContext, Task> Play)
{
    /// <summary>A status with a body and headers (given as name, value, name, value).</summary>
    public static Reply Status(int status, string body = "", params string[] headers) => new(async http =>
    {
        http.Response.StatusCode = status;
        for (var i = 0; i < headers.Length; i += 2) http.Response.Headers.Append(headers[i], headers[i + 1]);
        if (body.Length > 0) await http.Response.WriteAsync(body);
    });

    /// <summary>Bytes in any encoding.</summary>
    public static Reply Bytes(int status, byte[] body, params string[] headers) => new(async http =>
    {
        http.Response.StatusCode = status;
        for (var i = 0; i < headers.Length; i += 2) http.Response.Headers[headers[i]] = headers[i + 1];
        await http.Response.Body.WriteAsync(body);
    });

    /// <summary>Never answers; ends when the caller goes away.</summary>
    public static Reply Silence { get; } = new(http => Gone(http));

    /// <summary>Headers, then nothing more.</summary>
    public static Reply SilenceAfterHeaders(int status) => new(async http =>
    {
        http.Response.StatusCode = status;
        await http.Response.Body.FlushAsync();
        await Gone(http);
    });

    /// <summary>A body that comes byte by byte and never ends.</summary>
    public static Reply Drip(int status) => new(async http =>
    {
        http.Response.StatusCode = status;
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.Body.WriteAsync("{"u8.ToArray());
            await http.Response.Body.FlushAsync();
            // The pace is what is tested, and the caller's going away ends it.
            await Task.WhenAny(Gone(http), Task.Delay(50));
        }
    });

    /// <summary>Headers and some of the body, then the exchange is dropped.</summary>
    public static Reply BreakOff(int status) => new(async http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = 1000;
        await http.Response.WriteAsync("{\"name\":");
        await http.Response.Body.FlushAsync();
        http.Abort();
    });

    /// <summary>A redirect to another path of the same server, which nobody must follow.</summary>
    public static Reply Elsewhere(int status) => new(http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = $"{http.Request.Scheme}://{http.Request.Host}/elsewhere";
        return Task.CompletedTask;
    });

    /// <summary>A success that comes when the caller has given up.</summary>
    public static Reply Late(int status) => new(async http =>
    {
        await Gone(http);
        await Status(status).Play(http);
    });

    /// <summary>Drops the request without a word (HTTP/1.1: the connection; HTTP/2: the stream).</summary>
    public static Reply Abort { get; } = new(http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Resets the HTTP/2 stream with an error code.</summary>
    public static Reply ResetStream(int errorCode) => new(http =>
    {
        http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);
        return Task.CompletedTask;
    });

    /// <summary>Answers, and tells the client to go away from this connection (GOAWAY).</summary>
    public static Reply GoAway(Reply answer) => new(http =>
    {
        http.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
        return answer.Play(http);
    });

    /// <summary>A body of this many bytes of <c>x</c>.</summary>
    public static Reply Huge(int status, int bytes) => new(async http =>
    {
        http.Response.StatusCode = status;
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'x');
        for (var sent = 0; sent < bytes; sent += block.Length) await http.Response.Body.WriteAsync(block, http.RequestAborted);
    });

    /// <summary>Waits for a signal before it answers.</summary>
    public static Reply After(Task signal, Reply answer) => new(async http =>
    {
        await signal;
        await answer.Play(http);
    });

    private static async Task Gone(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var registered = http.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
