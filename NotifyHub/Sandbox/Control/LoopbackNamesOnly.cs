namespace NotifyHub.Sandbox.Control;

/// <summary>The control API answers only to loopback names, so that no web page can reach it by a name of its own that resolves to 127.0.0.1.</summary>
internal sealed class LoopbackNamesOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Host.Host is "127.0.0.1" or "localhost" && !context.HttpContext.Request.Headers.ContainsKey("Origin")
            ? await next(context)
            : Results.StatusCode(StatusCodes.Status421MisdirectedRequest);
}
