using NotifyHub.Security.SignIn;

namespace NotifyHub.Security.Headers;

/// <summary>What a browser is told about every answer: run only our scripts, frame nothing, guess no type, keep no personal page.</summary>
public static class ResponseHeaders
{
    // No inline script at all, hence no nonce. Radzen and Blazor set style attributes, hence 'unsafe-inline' for styles alone.
    // Pictures: previews show what a sender's https address shows.
    private const string PagePolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self'; object-src 'none'; frame-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string BarePolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // The SDK is there for pages of other sites to load. Its worker's own policy says whom it may call when it is registered from here: this hub.
    private const string SdkPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static readonly PathString Sdk = "/sdk";

    /// <summary>Sets the headers just before the answer goes out.</summary>
    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static state =>
        {
            Apply((HttpContext)state);
            return Task.CompletedTask;
        }, http);
        return next(http);
    });

    private static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        var isPage = http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        var isSdk = !isPage && http.Request.Path.StartsWithSegments(Sdk, StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = isPage ? PagePolicy : isSdk ? SdkPolicy : BarePolicy;
        if (isSdk)
        {
            headers.AccessControlAllowOrigin = "*";
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }
        // Pages and API answers are personal; assets say their own time.
        if (isPage || MemberPolicy.IsForMachines(http.Request.Path))
        {
            headers.CacheControl = "no-store";
        }
    }
}
