namespace NotifyHub.Api.Http;

/// <summary>Every answer names its request: <c>X-Request-Id</c>, the caller's own when it is a plain word of up to 64 characters.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";

    public static Task StampAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers[Header] is [{ Length: >= 1 and <= 64 } given] && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            context.TraceIdentifier = given;
        }
        Stamp(context);
        return next(context);
    }

    public static void Stamp(HttpContext context) => context.Response.Headers[Header] = context.TraceIdentifier;
}
