using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace NotifyHub.Api.Http;

/// <summary>Gives the platform's span of a request its name: method and route, never the address as the caller wrote it.</summary>
internal static class RequestSpan
{
    public static Task NameAsync(HttpContext context, RequestDelegate next) =>
        // The platform makes one for its logs too, which nobody collects; that one has no source.
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true, Source.Name.Length: > 0 } span ? NamedAsync(span, context, next) : next(context);

    private static async Task NamedAsync(Activity span, HttpContext context, RequestDelegate next)
    {
        await next(context);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
