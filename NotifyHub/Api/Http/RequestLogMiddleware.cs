using NotifyHub.Insights.Requests;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api.Http;

/// <summary>Notes each request of a known project for its developers (<see cref="RequestLog"/>), once it is answered.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, RequestLog log, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        await next(context);
        if (context.Features.Get<KeyCaller>() is { } caller && !context.RequestAborted.IsCancellationRequested)
        {
            log.Add(caller.ProjectId, new LoggedRequest(
                time.GetUtcNow(), context.Request.Method, context.Request.Path.Value ?? "", context.Response.StatusCode, context.Features.Get<ProblemType>()?.Code,
                time.GetElapsedTime(began).TotalMilliseconds, caller.Name, context.TraceIdentifier, context.Features.Get<BodySeen>()?.Shape));
        }
    }
}

/// <summary>What a request's body looked like, kept for the request log.</summary>
internal sealed record BodySeen(string Shape)
{
    /// <summary>Of a body that was read.</summary>
    public static void Note(HttpContext context, ReadOnlySpan<byte> utf8) => context.Features.Set(new BodySeen(RedactedBody.Of(utf8)));
}
