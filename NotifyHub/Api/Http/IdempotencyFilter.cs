using System.Text;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Api.Http;

/// <summary>
/// Makes a creating route safe to repeat: same key and body, the first answer again; another body, 422; the first still running, 409.
/// The operation records its answer with the deed (<see cref="JsonBody{T}.Once"/>); a refused or failed request records nothing and leaves the key free.
/// </summary>
internal sealed class IdempotencyFilter(IdempotencyLedger ledger) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKey = 255;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var body = context.Arguments.OfType<IRequestBody>().Single();
        if (KeyOf(http.Request, body) is not { } key)
        {
            return await next(context);
        }
        var caller = http.Features.Get<KeyCaller>()!;
        var route = $"{http.Request.Method} {((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText}";
        var claim = new IdempotencyClaim(caller.ProjectId, route, key, body.Hash());
        using var turn = ledger.Enter(claim);
        if (turn is null)
        {
            throw InProgress();
        }
        if (await ReplayAsync(claim, http.RequestAborted) is { } answered)
        {
            return answered;
        }
        body.Claim = claim;
        try
        {
            return await next(context);
        }
        catch (IdempotencyTakenException)
        {
            return await ReplayAsync(claim, http.RequestAborted) ?? throw InProgress();
        }
    }

    private static ProblemException InProgress() =>
        new(Problems.IdempotencyInProgress, "The first request with this key has not ended yet.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private async ValueTask<IResult?> ReplayAsync(IdempotencyClaim claim, CancellationToken cancel)
    {
        var (answer, sameBody) = await ledger.FindAsync(claim, cancel);
        if (answer is null)
        {
            return null;
        }
        return sameBody
            ? new Replay(answer)
            : throw new ProblemException(Problems.IdempotencyMismatch, "This idempotency key was used with another body in the last 24 hours.");
    }

    private static string? KeyOf(HttpRequest request, IRequestBody body)
    {
        var given = request.Headers[Header];
        var header = given.Count > 0 ? given.ToString() : null;
        var faults = new FaultList();
        faults.Length("/" + Header, header, MaxKey);
        faults.Length("/idempotencyKey", body.KeyInBody, MaxKey);
        if (header is not null && body.KeyInBody is not null && header != body.KeyInBody)
        {
            faults.Add("/idempotencyKey", "not_allowed", "The header and the body name two different idempotency keys.");
        }
        faults.ThrowIfAny();
        return header ?? body.KeyInBody;
    }

    private sealed class Replay(StoredAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.Headers[ReplayedHeader] = "true";
            return httpContext.Response.WriteAsync(answer.Body, Encoding.UTF8, httpContext.RequestAborted);
        }
    }
}

/// <summary>States it on a route.</summary>
public static class IdempotencyExtensions
{
    /// <summary>A creating POST: honours <c>Idempotency-Key</c>. The handler must take a <see cref="JsonBody{T}"/> and hand its Once to the operation.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter<RouteHandlerBuilder, IdempotencyFilter>().WithMetadata(IdempotentMetadata.Instance);
}

/// <summary>Marks a route that honours <c>Idempotency-Key</c>, for the OpenAPI document and for tests.</summary>
public sealed class IdempotentMetadata
{
    private IdempotentMetadata()
    {
    }

    /// <summary>There is one.</summary>
    public static IdempotentMetadata Instance { get; } = new();
}
