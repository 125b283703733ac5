namespace NotifyHub.Api.Http;

/// <summary>Turns every failure below it into a problem. What is not expected goes to the log with the request's id and to the caller as "internal", without a word of the inside.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody reads an answer.
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            RequestIds.Stamp(context);
            await ProblemWriter.WriteAsync(context, Translate(error, context));
            return;
        }
        if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentLength is null && context.Response.ContentType is null)
        {
            await ProblemWriter.WriteAsync(context, OfStatus(context.Response.StatusCode));
        }
    }

    private ProblemException Translate(Exception error, HttpContext context)
    {
        switch (error)
        {
            case ProblemException problem:
                return problem;
            case RefusedException refused:
                return ProblemException.From(refused);
            case StoreUnavailableException:
                StoreUnavailable(log, context.TraceIdentifier, (error.InnerException ?? error).Message);
                return new ProblemException(Problems.StoreUnavailable, error is StoreUnavailableException { MayBeStored: true } ? Unsure : "Nothing was stored. Repeat the request in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(5) };
            case var _ when IsStoreFault(error):
                StoreUnavailable(log, context.TraceIdentifier, error.Message);
                return new ProblemException(Problems.StoreUnavailable, "The store can't answer now. Repeat the request in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(5) };
            case BadHttpRequestException bad:
                return OfStatus(bad.StatusCode);
            default:
                Unexpected(log, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, context.TraceIdentifier, error);
                return new ProblemException(Problems.Internal, "The request was not done. The operator finds the cause in the log under the requestId.");
        }
    }

    private const string Unsure = "The store went away while it was storing this, and could not be asked what became of it. Repeat the request with the same Idempotency-Key in a few seconds: it tells.";

    // Reading is done by many; what the driver calls transient (no connection, a server that goes down or comes up) is the store's trouble, not a fault of ours.
    private static bool IsStoreFault(Exception error) =>
        error is System.Data.Common.DbException { IsTransient: true } || (error.InnerException is { } inner && IsStoreFault(inner));

    // Answers that the platform gives without a body: no route, wrong method, a body over Kestrel's own limit.
    private static ProblemException OfStatus(int status) => status switch
    {
        404 => new(Problems.NotFound, "There is no such route."),
        405 => new(Problems.MethodNotAllowed, "The route does not know this method."),
        413 => new(Problems.BodyTooLarge, "The body is larger than this route takes."),
        415 => new(Problems.UnsupportedMediaType, "Send application/json."),
        >= 500 => new(Problems.Internal, "The request was not done."),
        _ => new(Problems.BadRequest, "The request could not be read."),
    };

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed, request {RequestId}")]
    private static partial void Unexpected(ILogger log, string method, string? route, string requestId, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "The store took no write, request {RequestId}: {Cause}")]
    private static partial void StoreUnavailable(ILogger log, string requestId, string cause);
}
