using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.WebOrigins;

namespace NotifyHub.Api.Http;

/// <summary>
/// Lets pages of the listed origins read the answers of routes that take a publishable key; no other route, no other page, and never with cookies.
/// A preflight carries no key, so it is answered for an origin that any project lists; the answer itself may be read only when the key's own project does.
/// </summary>
internal sealed class CorsMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, OriginBook origins)
    {
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin] || context.GetEndpoint()?.Metadata.GetMetadata<KeyRequirement>() is not { Publishable: true })
        {
            await next(context);
            return;
        }
        var headers = context.Response.Headers;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            headers.Append("Vary", "Origin");
            if (await origins.IsListedAsync(origin, context.RequestAborted))
            {
                headers.AccessControlAllowOrigin = origin;
                headers.AccessControlAllowMethods = context.Request.Headers.AccessControlRequestMethod;
                headers.AccessControlAllowHeaders = $"Authorization, Content-Type, {IdempotencyFilter.Header}, {RequestIds.Header}, {DeviceProof.Header}";
                headers.AccessControlMaxAge = "600";
            }
            return;
        }
        // Set when the answer starts: only then is the key's project known, and a problem has wiped what was set before.
        context.Response.OnStarting(async () =>
        {
            headers.Append("Vary", "Origin");
            if (context.Features.Get<KeyCaller>() is { } caller ? await origins.IsListedAsync(origin, caller.ProjectId) : await origins.IsListedAsync(origin))
            {
                headers.AccessControlAllowOrigin = origin;
                headers.AccessControlExposeHeaders = "X-Request-Id, Retry-After, Idempotency-Replayed";
            }
        });
        await next(context);
    }
}
